/** Puts other words in the place of a sent message's. A refusal keeps the new words in the field. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";

import { api, ask } from "../../api/client";
import { keys } from "../../api/queries";
import type { Message } from "../../api/types";
import { useComplain } from "../../shared/problems";
import { aims } from "./aim";
import { freshId } from "./freshId";

export function useCorrect(conversation: string) {
  const client = useQueryClient();
  const complain = useComplain();
  const [busy, setBusy] = useState(false);

  const correct = useCallback(
    async ({ number, content }: Message, text: string) => {
      if (text === content?.text) return aims.set(conversation, null);
      setBusy(true);
      try {
        await ask(
          api.PATCH("/api/conversations/{conversation_id}/messages/{number}", {
            params: { path: { conversation_id: conversation, number } },
            body: { id: freshId(), text },
          }),
        );
        aims.set(conversation, null);
      } catch (error) {
        complain(error);
      } finally {
        setBusy(false);
        void client.invalidateQueries({ queryKey: keys.thread(conversation) });
      }
    },
    [client, complain, conversation],
  );

  return { busy, correct };
}
