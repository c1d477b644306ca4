/** Sends texts of a conversation one after the other, so that two quick ones keep their order. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { api, ApiError, ask } from "../../api/client";
import { keys } from "../../api/queries";
import { useMe } from "../../app/session";
import { useExplain } from "../../shared/problems";
import { freshId } from "./freshId";
import { outbox, type Kind, type Pending, type Quote, type Sent } from "./outbox";

const chains = new Map<string, Promise<void>>();

export function useSend(conversation: string) {
  const client = useQueryClient();
  const me = useMe();
  const explain = useExplain();

  const deliver = useCallback(
    async (item: Pending) => {
      const params = { path: { conversation_id: item.conversation } };
      const files = item.files?.map((file) => file.id) ?? [];
      const body = { id: item.id, text: item.text, files };
      const quoting = item.quote?.message ?? null;
      try {
        const after = await ask(
          item.kind === "reply"
            ? api.POST("/api/conversations/{conversation_id}/reply", {
                params,
                body: { ...body, quoting },
              })
            : api.POST("/api/conversations/{conversation_id}/note", { params, body: { ...body, files } }),
        );
        client.setQueryData(keys.conversation(item.conversation), after);
        await client.invalidateQueries({ queryKey: keys.thread(item.conversation) });
        outbox.drop(item.id);
      } catch (error) {
        outbox.fail(item.id, explain(error));
        if (error instanceof ApiError && error.status === 409) {
          void client.invalidateQueries({ queryKey: keys.conversation(item.conversation) });
        }
      }
    },
    [client, explain],
  );

  const queue = useCallback(
    (item: Pending) => {
      outbox.put({ ...item, state: "sending" });
      const chain = (chains.get(conversation) ?? Promise.resolve()).then(() => deliver(item));
      chains.set(conversation, chain);
    },
    [conversation, deliver],
  );

  const send = useCallback(
    (kind: Kind, text: string, after: number, files: Sent[] = [], quote?: Quote) =>
      queue({
        id: freshId(),
        by: me.id,
        conversation,
        kind,
        text,
        files,
        quote,
        at: new Date().toISOString(),
        after,
        state: "sending",
      }),
    [conversation, me.id, queue],
  );

  return { send, retry: queue };
}
