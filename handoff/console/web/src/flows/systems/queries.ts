/** Secrets and systems, as the server keeps them. */
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { api, ask } from "../../api/client";
import type { components } from "../../api/schema";
import { companyQuery } from "../editor/calls";
import type { toValue } from "./model";

export type SecretRow = components["schemas"]["SecretRow"];

export const secretsQuery = queryOptions({
  queryKey: ["flow-secrets"],
  queryFn: () => ask(api.GET("/api/flow-secrets")),
});

export const readSystems = () => ask(api.GET("/api/flow-systems"));

export const systemsQuery = queryOptions({ queryKey: ["flow-systems"], queryFn: readSystems });

export const putSecret = (name: string, value: string) =>
  ask(api.PUT("/api/flow-secrets/{name}", { params: { path: { name } }, body: { value } }));

export const deleteSecret = (name: string) =>
  ask(api.DELETE("/api/flow-secrets/{name}", { params: { path: { name } } }));

export const saveSystems = (value: ReturnType<typeof toValue>, base: number) =>
  ask(api.PUT("/api/flow-systems", { body: { ...value, base } }));

/** After a change: what is shown here, and what the canvas offers for picking. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    const stale = [secretsQuery, systemsQuery, companyQuery];
    await Promise.all(stale.map(({ queryKey }) => client.invalidateQueries({ queryKey })));
  }, [client]);
}
