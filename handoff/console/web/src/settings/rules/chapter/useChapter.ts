/** The three chapters of the rules: reading them, their versions, and saving over a known one. */
import { queryOptions, useQuery, type QueryClient } from "@tanstack/react-query";

import { api, ask } from "../../../api/client";
import type { Policies, RuleSet, Scheme } from "../model";

export interface Chapters {
  routing: RuleSet;
  priority: Scheme;
  sla: Policies;
}
export type ChapterName = keyof Chapters;

export interface Saved<T> {
  /** 0 is what counts before anybody has saved one. */
  version: number;
  by: string | null;
  at: string | null;
  comment: string;
  value: T;
}
export type Version = Omit<Saved<unknown>, "value">;

interface Doors<T> {
  read: () => Promise<Saved<T>>;
  write: (value: T, base: number, comment: string) => Promise<Saved<T>>;
}

// The types say that the server may leave out what has a default; it never does.
const DOORS: { [Name in ChapterName]: Doors<Chapters[Name]> } = {
  routing: {
    read: () => ask(api.GET("/api/rules/routing")) as Promise<Saved<RuleSet>>,
    write: (value, base, comment) =>
      ask(api.PUT("/api/rules/routing", { body: { value, base, comment } })) as Promise<Saved<RuleSet>>,
  },
  priority: {
    read: () => ask(api.GET("/api/rules/priority")) as Promise<Saved<Scheme>>,
    write: (value, base, comment) =>
      ask(api.PUT("/api/rules/priority", { body: { value, base, comment } })) as Promise<Saved<Scheme>>,
  },
  sla: {
    read: () => ask(api.GET("/api/rules/sla")) as Promise<Saved<Policies>>,
    write: (value, base, comment) =>
      ask(api.PUT("/api/rules/sla", { body: { value, base, comment } })) as Promise<Saved<Policies>>,
  },
};

export function doorsOf<Name extends ChapterName>(name: Name): Doors<Chapters[Name]> {
  return DOORS[name];
}

export const chapterQuery = <Name extends ChapterName>(name: Name) =>
  queryOptions({ queryKey: ["rules", name] as const, queryFn: () => doorsOf(name).read() });

export const versionsQuery = (name: ChapterName, latest: number) =>
  queryOptions({
    queryKey: ["rules", name, "versions", latest] as const,
    queryFn: () => ask(api.GET("/api/rules/{chapter}/versions", { params: { path: { chapter: name } } })),
  });

export const versionQuery = <Name extends ChapterName>(name: Name, number: number) =>
  queryOptions({
    queryKey: ["rules", name, "version", number] as const,
    queryFn: async () => {
      const params = { path: { chapter: name, number } };
      const found = await ask(api.GET("/api/rules/{chapter}/versions/{number}", { params }));
      return found as unknown as Saved<Chapters[Name]>;
    },
    staleTime: Infinity,
  });

/** What the rest of the console shows of the rules: levels by name, the table of points, what conditions know. */
const SHOWN = [["levels"], ["scheme"], ["facts"]];

/** Puts a version that was saved just now before everybody on this screen. */
export function putInForce<Name extends ChapterName>(
  client: QueryClient,
  name: Name,
  saved: Saved<Chapters[Name]>,
): void {
  client.setQueryData<Saved<Chapters[Name]>>(["rules", name], saved);
  for (const queryKey of SHOWN) void client.invalidateQueries({ queryKey });
}

/** An earlier version saved anew; the versions between stay. */
export async function rollBack<Name extends ChapterName>(
  name: Name,
  body: { to: number; base: number; comment: string },
): Promise<Saved<Chapters[Name]>> {
  const params = { path: { chapter: name } };
  const saved = await ask(api.POST("/api/rules/{chapter}/rollback", { params, body }));
  return saved as unknown as Saved<Chapters[Name]>;
}

/** The priority scheme in force. */
export function useScheme() {
  return useQuery(chapterQuery("priority")).data?.value;
}
