/** The board as it is now, and what a supervisor does with it. */
import { notifications } from "@mantine/notifications";
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { countsQuery, keys, peopleQuery } from "../api/queries";
import type { Presence } from "../api/types";
import { useAttempt } from "../shared/useAttempt";
import type { Moved, Target } from "./board";

const EVERY_MS = 10_000;

export const teamQuery = queryOptions({
  queryKey: ["team"],
  queryFn: () => ask(api.GET("/api/team")),
  refetchInterval: EVERY_MS,
});

export const waitingQuery = (line: string | null) =>
  queryOptions({
    queryKey: ["team", "waiting", line],
    queryFn: () =>
      ask(
        api.GET("/api/conversations", {
          params: { query: { view: "waiting", line: line ?? undefined, limit: 50 } },
        }),
      ),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });

export const candidatesQuery = (id: string) =>
  queryOptions({
    queryKey: ["team", "candidates", id],
    queryFn: () =>
      ask(api.GET("/api/team/candidates/{conversation_id}", { params: { path: { conversation_id: id } } })),
    staleTime: 0,
  });

/** The counts are asked again soon after anything has happened; that is when the board is, too. */
export function useLiveBoard(): void {
  const client = useQueryClient();
  const counted = useQuery(countsQuery).dataUpdatedAt;
  useEffect(() => {
    void client.invalidateQueries({ queryKey: teamQuery.queryKey });
  }, [client, counted]);
}

export function useTeamMoves() {
  const client = useQueryClient();
  const t = useTranslations("team");
  const refresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: teamQuery.queryKey });
    void client.invalidateQueries({ queryKey: keys.counts });
    void client.invalidateQueries({ queryKey: peopleQuery.queryKey });
  }, [client]);
  const { attempt, busy } = useAttempt(refresh);

  return useMemo(() => {
    const report = (moved: Moved[]) => {
      const refused = moved.filter((each) => each.error);
      const done = moved.length - refused.length;
      if (done > 0) notifications.show({ color: "helpline", message: t("moved", { count: done }) });
      for (const message of new Set(refused.map((each) => each.error)))
        notifications.show({ color: "red", message: message ?? "", autoClose: 8000 });
    };
    return {
      busy,
      pass: (ids: string[], to: Target) =>
        attempt(async () =>
          report(await ask(api.POST("/api/team/reassign", { body: { conversation_ids: ids, ...aim(to) } }))),
        ),
      passAllOf: (operator: string, to: Target) =>
        attempt(async () =>
          report(
            await ask(
              api.POST("/api/team/reassign", {
                body: { conversation_ids: [], from_operator: operator, ...aim(to) },
              }),
            ),
          ),
        ),
      setPresence: (operator: string, presence: Presence) =>
        attempt(async () => {
          await ask(api.POST("/api/team/presence", { body: { operator, presence } }));
        }),
    };
  }, [attempt, busy, t]);
}

export type TeamMoves = ReturnType<typeof useTeamMoves>;

function aim(to: Target) {
  if (to === null) return { to_queue: true };
  return "line" in to ? { to_line: to.line, to_queue: false } : { to_operator: to.operator, to_queue: false };
}
