/** What screens read, each under a key that the live feed can refresh. */
import { keepPreviousData, QueryClient, queryOptions, useQuery } from "@tanstack/react-query";

import { api, ApiError, ask } from "./client";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal stays a refusal; only lost connections and server faults are worth another try.
      retry: (tries, error) =>
        tries < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
  },
});

export const keys = {
  me: ["me"] as const,
  lists: ["list"] as const,
  counts: ["counts"] as const,
  offers: ["offers"] as const,
  notices: ["notices"] as const,
  conversations: ["conversation"] as const,
  conversation: (id: string) => ["conversation", id] as const,
  threads: ["thread"] as const,
  thread: (id: string) => ["thread", id] as const,
  articles: ["articles"] as const,
  article: (id: string) => ["article", id] as const,
};

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async () => {
    try {
      return await ask(api.GET("/api/me"));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
  // Presence changes by itself, too: with a lost connection, a missed offer, a supervisor.
  refetchInterval: ({ state }) => (state.status === "error" ? 5_000 : state.data ? 60_000 : false),
});

export const linesQuery = queryOptions({
  queryKey: ["lines"],
  queryFn: () => ask(api.GET("/api/lines")),
  staleTime: 60_000,
});

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: () => ask(api.GET("/api/operators")),
  staleTime: 60_000,
});

export const cannedQuery = queryOptions({
  queryKey: ["canned"],
  queryFn: () => ask(api.GET("/api/canned")),
  staleTime: 300_000,
});

/** Numbers beside the views. Asked now and then as well: it is how a silently dead connection is found out. */
export const countsQuery = queryOptions({
  queryKey: keys.counts,
  queryFn: async () => {
    const inbox = await ask(
      api.GET("/api/conversations", { params: { query: { view: "waiting", limit: 1 } } }),
    );
    return inbox.counts;
  },
  refetchInterval: 30_000,
  placeholderData: keepPreviousData,
});

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.conversation(id),
    queryFn: () =>
      ask(api.GET("/api/conversations/{conversation_id}", { params: { path: { conversation_id: id } } })),
  });

/** Only a demonstration answers this one; elsewhere there is nothing to show. */
export const demoLoginsQuery = queryOptions({
  queryKey: ["demo-logins"],
  queryFn: () => ask(api.GET("/api/demo-logins")).catch(() => []),
});

export function useLines() {
  return useQuery(linesQuery).data ?? [];
}

export function usePeople() {
  return useQuery(peopleQuery).data ?? [];
}
