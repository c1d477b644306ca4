/** What staff do about who is who. Each gives whether it was done; a refusal was told. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, ask } from "../api/client";
import { keys } from "../api/queries";
import { useComplain } from "../shared/problems";
import { refreshAllPeople } from "./queries";

export function useJoining(conversation: string) {
  const client = useQueryClient();
  const complain = useComplain();
  const [busy, setBusy] = useState(false);

  const attempt = async (call: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      await call();
      return true;
    } catch (error) {
      complain(error);
      return false;
    } finally {
      setBusy(false);
      refreshAllPeople(client);
      void client.invalidateQueries({ queryKey: keys.threads });
    }
  };

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
