/** What staff do about who is who. Each gives whether it was done; a refusal was told. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { api, ask } from "../api/client";
import { keys } from "../api/queries";
import { useAttempt } from "../shared/useAttempt";
import { refreshAllPeople } from "./queries";

export function useJoining(conversation: string) {
  const client = useQueryClient();
  const refresh = useCallback(() => {
    refreshAllPeople(client);
    void client.invalidateQueries({ queryKey: keys.threads });
  }, [client]);
  const { attempt, busy } = useAttempt(refresh);
  const params = { path: { conversation_id: conversation } };
  return {
    busy,
    merge: (other: string) =>
      attempt(() => ask(api.POST("/api/people/merge", { body: { conversations: [conversation, other] } }))),
    split: (person: string, other: string) =>
      attempt(() =>
        ask(
          api.POST("/api/people/{person_id}/split", {
            params: { path: { person_id: person } },
            body: { conversation: other },
          }),
        ),
      ),
    invite: (channel: string) =>
      attempt(() =>
        ask(api.POST("/api/conversations/{conversation_id}/invite", { params, body: { channel } })),
      ),
    confirmEmail: (email: string) =>
      attempt(() =>
        ask(api.POST("/api/conversations/{conversation_id}/verify-email", { params, body: { email } })),
      ),
  };
}

export type Joining = ReturnType<typeof useJoining>;
