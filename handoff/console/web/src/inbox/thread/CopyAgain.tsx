/** Asks for a customer's file once more, as long as the messenger has it. */
import { Anchor, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { api, ask } from "../../api/client";
import { keys } from "../../api/queries";
import { messageNumber } from "./place";

export function CopyAgain({ of, index }: { of: string; index: number }) {
  const t = useTranslations("files");
  const client = useQueryClient();
  const conversation = of.slice(0, of.lastIndexOf("/"));
  const path = { conversation_id: conversation, number: messageNumber(of), index };
  const again = useMutation({
    mutationFn: () =>
      ask(
        api.POST("/api/conversations/{conversation_id}/messages/{number}/files/{index}/copy", {
          params: { path },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: keys.thread(conversation) }),
  });
  const failed = again.isError || again.data?.copied === false;
  return (
    <>
      <Anchor component="button" size="xs" fw={600} disabled={again.isPending} onClick={() => again.mutate()}>
        {t("again")}
      </Anchor>
      {failed && !again.isPending && (
        <Text size="xs" role="alert">
          {t("notAgain")}
        </Text>
      )}
    </>
  );
}
