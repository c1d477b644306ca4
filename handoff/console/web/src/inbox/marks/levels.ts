/** Levels of priority by name, as the company has made them. */
import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, ask } from "../../api/client";
import type { Handling, Level } from "../../api/types";
import { usePreferences } from "../../app/preferences";
import { readable } from "../../shared/names";

/** What most sessions are: no mark is shown for it. */
export const NORMAL = "normal";

const levelsQuery = queryOptions({
  queryKey: ["levels"],
  queryFn: () => ask(api.GET("/api/levels")),
  staleTime: 60_000,
});

/** From the lowest to the highest. */
export function useLevels(): Level[] {
  return useQuery(levelsQuery).data ?? [];
}

/** A level by its id. One that the company has given up keeps a readable name. */
export function useLevelName(): (id: string) => string {
  const levels = useLevels();
  const { language } = usePreferences();
  return (id) => {
    const names = levels.find((each) => each.id === id)?.names;
    return names?.[language] ?? names?.en ?? readable(id);
  };
}

export function levelOf(handling: Handling | undefined): string {
  return handling?.priority?.level ?? NORMAL;
}
