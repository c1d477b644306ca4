/** The approved texts of a conversation's messenger, and sending one. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";

import { api, ApiError, ask } from "../../../api/client";
import { keys } from "../../../api/queries";
import type { Template } from "../../../api/types";
import { useExplain } from "../../../shared/problems";
import { freshId } from "../freshId";

export function useTemplates(conversation: string) {
  return useQuery({
    queryKey: ["templates", conversation],
    queryFn: () =>
      ask(
        api.GET("/api/conversations/{conversation_id}/templates", {
          params: { path: { conversation_id: conversation } },
        }),
      ),
    staleTime: 60_000,
  });
}

/** What is wrong with each place; under the empty name what is wrong with the whole. */
export type Wrong = Record<string, string>;

export function useSendTemplate(conversation: string) {
  const client = useQueryClient();
  const explain = useExplain();
  // A second try of the same form is the same message.
  const [id] = useState(freshId);
  const [busy, setBusy] = useState(false);

  const send = useCallback(
    async ({ name, language }: Template, values: Record<string, string>): Promise<Wrong | null> => {
      setBusy(true);
      try {
        const after = await ask(
          api.POST("/api/conversations/{conversation_id}/templates", {
            params: { path: { conversation_id: conversation } },
            body: { id, name, language, values },
          }),
        );
        client.setQueryData(keys.conversation(conversation), after);
        void client.invalidateQueries({ queryKey: keys.thread(conversation) });
        return null;
      } catch (error) {
        return wrongIn(error) ?? { "": explain(error) };
      } finally {
        setBusy(false);
      }
    },
    [client, conversation, explain, id],
  );

  return { busy, send };
}

function wrongIn(error: unknown): Wrong | null {
  if (!(error instanceof ApiError)) return null;
  const ofPlaces = error.problems.filter(({ field }) => field.startsWith("values."));
  if (ofPlaces.length === 0) return null;
  return Object.fromEntries(ofPlaces.map(({ field, message }) => [field.slice("values.".length), message]));
}
