/** The revisions of a flow. */
import { queryOptions } from "@tanstack/react-query";

import { api, ask } from "../../api/client";
import type { components } from "../../api/schema";
import type { Flow } from "../model/types";

export type RevisionRow = components["schemas"]["RevisionRow"];

/** A revision never changes. */
export type RevisionView = Omit<components["schemas"]["RevisionView"], "flow"> & { flow: Flow };

export const revisionsQuery = (flow: string) =>
  queryOptions({
    queryKey: ["flow", flow, "revisions"],
    queryFn: () => ask(api.GET("/api/flows/{id}/revisions", { params: { path: { id: flow } } })),
    // Sessions come and go, and a colleague may publish.
    staleTime: 0,
  });

export const revisionQuery = (flow: string, number: number) =>
  queryOptions({
    queryKey: ["flow", flow, "revision", number],
    queryFn: async () => {
      const path = { id: flow, number };
      return (await ask(api.GET("/api/flows/{id}/revisions/{number}", { params: { path } }))) as RevisionView;
    },
    staleTime: Infinity,
  });
