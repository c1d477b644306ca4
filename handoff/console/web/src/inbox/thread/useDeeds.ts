/** Taking a sent message back, and sending a lost one again: the thread shows what came of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";

import { api, ask } from "../../api/client";
import { keys } from "../../api/queries";
import type { Message } from "../../api/types";
import { useComplain } from "../../shared/problems";
import { freshId } from "../composer/freshId";

export type Deed = "withdraw" | "retry";

const CALLS = {
  withdraw: (conversation_id: string, number: number) =>
    ask(
      api.DELETE("/api/conversations/{conversation_id}/messages/{number}", {
        params: { path: { conversation_id, number }, query: { id: freshId() } },
      }),
    ),
  /** Whoever asks has been told where the customer may have it already. */
  retry: (conversation_id: string, number: number) =>
    ask(
      api.POST("/api/conversations/{conversation_id}/messages/{number}/retry", {
        params: { path: { conversation_id, number } },
        body: { sure: true },
      }),
    ),
};

export function useDeeds(conversation: string) {
  const client = useQueryClient();
  const complain = useComplain();
  const [busy, setBusy] = useState(false);

  const doing = useCallback(
    async (deed: Deed, message: Message) => {
      setBusy(true);
      try {
        await CALLS[deed](conversation, message.number);
      } catch (error) {
        complain(error);
      } finally {
        setBusy(false);
        void client.invalidateQueries({ queryKey: keys.thread(conversation) });
        void client.invalidateQueries({ queryKey: keys.conversation(conversation) });
      }
    },
    [client, complain, conversation],
  );

  return { busy, doing };
}
