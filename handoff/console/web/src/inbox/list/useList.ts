/** The rows of a view, page by page. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { api, ask } from "../../api/client";
import type { ListQuery } from "../../live/apply";

export function useList(query: ListQuery) {
  const list = useInfiniteQuery({
    queryKey: ["list", query] as const,
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/conversations", {
          params: {
            query: {
              view: query.view,
              q: query.q || undefined,
              line: query.line ?? undefined,
              priority: query.priority ?? undefined,
              channel: query.channel ?? undefined,
              account: query.account ?? undefined,
              after: pageParam ?? undefined,
              limit: 40,
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before, previous) =>
      // While a search is typed the last rows may stay; another view's rows may not.
      previous?.queryKey[1].view === query.view ? keepPreviousData(before) : undefined,
  });
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  return { ...list, rows };
}
