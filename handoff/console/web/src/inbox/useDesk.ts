/** What can be done with a session, as functions that update the screen and explain a refusal. */
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { api, ApiError, ask } from "../api/client";
import { keys } from "../api/queries";
import type { Conversation } from "../api/types";
import { useMe } from "../app/session";
import { useComplain, useExplain } from "../shared/problems";

export type Target = { line: string } | { operator: string };

export function useDesk(id: string) {
  const me = useMe();
  const client = useQueryClient();
  const complain = useComplain();
  const explain = useExplain();
  const t = useTranslations("desk");
  const [busy, setBusy] = useState(false);

  const attempt = useCallback(
    async (call: () => Promise<Conversation>): Promise<boolean> => {
      setBusy(true);
      try {
        client.setQueryData(keys.conversation(id), await call());
        return true;
      } catch (error) {
        if (error instanceof ApiError && (error.code === "already_taken" || error.code === "not_yours")) {
          notifications.show({
            color: "amber",
            title: t("tooLate"),
            message: explain(error),
            autoClose: 10_000,
          });
        } else complain(error);
        return false;
      } finally {
        setBusy(false);
        // Won or lost, the lists and the thread have moved on.
        for (const key of [keys.lists, keys.counts, keys.thread(id), keys.conversation(id)]) {
          void client.invalidateQueries({ queryKey: key });
        }
      }
    },
    [client, complain, explain, id, t],
  );

  return useMemo(() => {
    const params = { path: { conversation_id: id } };
    const transfer = (body: Target) =>
      attempt(() => ask(api.POST("/api/conversations/{conversation_id}/transfer", { params, body })));
    return {
      busy,
      take: () => attempt(() => ask(api.POST("/api/conversations/{conversation_id}/accept", { params }))),
      /** A supervisor takes a session from a colleague by handing it to themselves. */
      takeOver: () => transfer({ operator: me.id }),
      transfer,
      giveBack: () =>
        attempt(() => ask(api.POST("/api/conversations/{conversation_id}/give-back", { params }))),
      close: (reason: string, topic: string) =>
        attempt(() =>
          ask(api.POST("/api/conversations/{conversation_id}/close", { params, body: { reason, topic } })),
        ),
    };
  }, [attempt, busy, id, me.id]);
}

export type Desk = ReturnType<typeof useDesk>;
