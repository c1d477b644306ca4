/** Connections, as the server keeps them and as it sees that they fare. */
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { api, ask } from "../../api/client";
import { accountsQuery } from "../../shared/accounts";
import { factsQuery } from "../rules/conditions/useFacts";
import { toBody, toTried, type ConnectionForm } from "./model";

/** How they fare changes while one looks. */
const LOOK_EVERY_MS = 4000;
/** A messenger may take its time to answer a test: the server gives it twenty seconds. */
const TEST_PATIENCE_MS = 40_000;

const patiently = (request: Request) => fetch(request, { signal: AbortSignal.timeout(TEST_PATIENCE_MS) });

export const channelsQuery = queryOptions({
  queryKey: ["channels"],
  queryFn: async () => (await ask(api.GET("/api/channels"))).items,
  refetchInterval: LOOK_EVERY_MS,
});

export const kindsQuery = queryOptions({
  queryKey: ["channel-kinds"],
  queryFn: () => ask(api.GET("/api/channels/kinds")),
  staleTime: Infinity,
});

export const payloadsQuery = (name: string) =>
  queryOptions({
    queryKey: ["channel-payloads", name],
    queryFn: async () =>
      (await ask(api.GET("/api/channels/{name}/payloads", { params: { path: { name } } }))).items,
    staleTime: 0,
  });

/** Events that could not be read or handled, of all channels. */
export const lettersQuery = queryOptions({
  queryKey: ["dead-letters"],
  queryFn: () => ask(api.GET("/api/dead-letters")),
  refetchInterval: 15_000,
});

export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: ["dead-letter", id],
    queryFn: async () => (await ask(api.GET("/api/dead-letters/raw", { params: { query: { id } } }))).raw,
  });

/** Have it handled once more, or delete it. */
export const tryAgain = (id: string) =>
  ask(api.POST("/api/dead-letters/{id}/retry", { params: { path: { id } } }));
export const drop = (id: string) => ask(api.DELETE("/api/dead-letters/{id}", { params: { path: { id } } }));

/** Secrets that the form leaves empty are those of the connection `name`. */
export const tryOut = (kind: string, name: string | null, form: ConnectionForm) =>
  ask(api.POST("/api/channels/test", { body: { kind, name, ...toTried(form) }, fetch: patiently }));

export function useChannelChanges() {
  const client = useQueryClient();
  return useMemo(() => {
    const after = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
      const answer = await call;
      await client.invalidateQueries({ queryKey: channelsQuery.queryKey });
      for (const { queryKey } of [accountsQuery, factsQuery]) void client.invalidateQueries({ queryKey });
      return answer;
    };
    return {
      add: (kind: string, account: string, form: ConnectionForm) =>
        after(ask(api.POST("/api/channels", { body: { kind, account, ...toBody(form) } }))),
      save: (name: string, form: ConnectionForm, version: number) =>
        after(
          ask(
            api.PUT("/api/channels/{name}", {
              params: { path: { name } },
              body: { ...toBody(form), version },
            }),
          ),
        ),
      remove: (name: string, version: number) =>
        after(ask(api.DELETE("/api/channels/{name}", { params: { path: { name }, query: { version } } }))),
    };
  }, [client]);
}
