/** What the list of flows asks of the server. */
import { queryOptions } from "@tanstack/react-query";

import { api, ask } from "../../api/client";
import type { components } from "../../api/schema";
import type { Flow, FlowView } from "../model/types";
import type { FlowRow } from "./model";

export const flowsQuery = queryOptions({
  queryKey: ["flows"],
  queryFn: () => ask(api.GET("/api/flows")),
  // Sessions come and go.
  staleTime: 5000,
});

/** Templates come with the product. */
export const templatesQuery = queryOptions({
  queryKey: ["flow-templates"],
  queryFn: () => ask(api.GET("/api/flow-templates")),
  staleTime: Infinity,
});

export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: ["flow-template", id],
    queryFn: async () => {
      const { flow } = await ask(api.GET("/api/flow-templates/{id}", { params: { path: { id } } }));
      return flow as unknown as Flow;
    },
    staleTime: Infinity,
  });

const at = (id: string) => ({ params: { path: { id } } });

export async function addFlow(body: components["schemas"]["NewFlow"]): Promise<FlowView> {
  return (await ask(api.POST("/api/flows", { body }))) as unknown as FlowView;
}

export async function importFlow(file: Record<string, unknown>, overwrite: boolean): Promise<FlowView> {
  return (await ask(api.POST("/api/flows/import", { body: { file, overwrite } }))) as unknown as FlowView;
}

export const putAway = ({ id, version, archived }: FlowRow) => {
  const body = { base: version };
  return archived
    ? ask(api.POST("/api/flows/{id}/restore", { ...at(id), body }))
    : ask(api.POST("/api/flows/{id}/archive", { ...at(id), body }));
};

/** Where the browser finds a flow as a file. */
export const fileOf = (id: string) => `/api/flows/${encodeURIComponent(id)}/file`;
