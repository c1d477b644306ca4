/** What the editor asks of the server. */
import { queryOptions } from "@tanstack/react-query";

import { api, ApiError, ask } from "../../api/client";
import type { Draft } from "../model/draft";
import type { Conflict } from "../model/conflicts";
import type { Check, CompanyView, Flow, FlowView, Kinds, Layout, Problem } from "../model/types";
import type { Answer, Theirs } from "./keeper";

export const flowKeys = {
  list: ["flows"] as const,
  flow: (id: string) => ["flow", id] as const,
  kinds: ["flow-kinds"] as const,
  company: ["flow-company"] as const,
};

const at = (id: string) => ({ params: { path: { id } } });

/** Read anew whenever the editor is opened: what is drawn on must not be an old draft. */
export const flowQuery = (id: string) =>
  queryOptions({
    queryKey: flowKeys.flow(id),
    queryFn: async () => (await ask(api.GET("/api/flows/{id}", at(id)))) as FlowView,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export const kindsQuery = queryOptions({
  queryKey: flowKeys.kinds,
  queryFn: async () => (await ask(api.GET("/api/flow-kinds"))) as unknown as Kinds,
  staleTime: Infinity,
});

export const companyQuery = queryOptions({
  queryKey: flowKeys.company,
  queryFn: async () => (await ask(api.GET("/api/flow-company"))) as unknown as CompanyView,
});

export async function put(id: string, draft: Draft, base: number): Promise<Answer> {
  try {
    const body = { flow: draft.flow as never, layout: draft.layout, base };
    const saved = await ask(api.PUT("/api/flows/{id}", { ...at(id), body }));
    return { is: "kept", version: saved.version };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const theirs = theirsOf(error);
    if (theirs) return { is: "stale", theirs };
    if (error.status === 0 || error.status >= 500) return { is: "offline" };
    return { is: "refused", message: error.message };
  }
}

/** The newer draft that a refusal brings along. */
export function theirsOf(error: unknown): Theirs | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  const body = error.body as Partial<FlowView> | null;
  if (!body?.flow || typeof body.version !== "number") return null;
  return {
    version: body.version,
    author: body.author ?? "",
    draft: { flow: body.flow, layout: body.layout ?? {} },
  };
}

export async function check(flow: Flow, signal: AbortSignal): Promise<Check> {
  return (await ask(api.POST("/api/flow-check", { body: { flow: flow as never }, signal }))) as Check;
}

export interface Merged {
  flow: Flow;
  version: number;
  conflicts: Conflict[];
}

export async function merge(id: string, base: Flow, ours: Flow): Promise<Merged> {
  const body = { base: base as never, ours: ours as never };
  return (await ask(api.POST("/api/flows/{id}/merge", { ...at(id), body }))) as unknown as Merged;
}

export interface Published {
  number: number;
  moved: number;
  stayed: number;
}

export function publish(
  id: string,
  body: { version: number; comment: string; move_over: boolean },
): Promise<Published> {
  return ask(api.POST("/api/flows/{id}/publish", { ...at(id), body }));
}

/** What the linter holds against publishing. */
export function problemsIn(error: unknown): Problem[] {
  if (!(error instanceof ApiError) || error.status !== 422) return [];
  const found = (error.body as { problems?: Problem[] } | null)?.problems;
  return Array.isArray(found) ? found.filter((each) => typeof each.severity === "string") : [];
}

export function draftOf(view: FlowView): Draft {
  const layout: Layout = view.layout;
  return { flow: view.flow, layout };
}
