/** The person at this screen. */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, use, useCallback } from "react";

import { api, ask } from "../api/client";
import { meQuery, peopleQuery } from "../api/queries";
import type { Me, Presence } from "../api/types";

export const MeContext = createContext<Me | null>(null);

/** Who is signed in; only below the sign-in gate. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("useMe is for screens behind the sign-in.");
  return me;
}

/** Signed out, by oneself or by the server: whoever comes next must see nothing of this person's. */
export function forget(client: QueryClient): void {
  client.setQueryData(meQuery.queryKey, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== meQuery.queryKey[0] });
}

export function useSignOut() {
  const client = useQueryClient();
  return useCallback(async () => {
    await api.POST("/api/logout").catch(() => undefined);
    forget(client);
  }, [client]);
}

export function useSetPresence() {
  const client = useQueryClient();
  return useCallback(
    async (presence: Presence) => {
      const { away_reason, presence_since } = await ask(api.PUT("/api/me/presence", { body: { presence } }));
      client.setQueryData(meQuery.queryKey, (me) => me && { ...me, presence, away_reason, presence_since });
      await client.invalidateQueries({ queryKey: peopleQuery.queryKey });
    },
    [client],
  );
}
