/** A conversation's messages: the latest, kept fresh, and the older ones as they are scrolled to. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";

import { api, ask } from "../../api/client";
import { keys } from "../../api/queries";
import type { History } from "../../api/types";
import { refreshed, withOlder, type Loaded } from "./pages";

const PAGE = 50;
const MOST = 200;

async function fetchPage(id: string, limit: number, before?: number): Promise<History> {
  const page = await ask(
    api.GET("/api/conversations/{conversation_id}/messages", {
      params: { path: { conversation_id: id }, query: { limit, before } },
    }),
  );
  return page as History; // the client's types loosen the schema's tuples
}

export function useThread(id: string) {
  const client = useQueryClient();
  const key = keys.thread(id);
  const query = useQuery({
    queryKey: key,
    queryFn: async () => {
      // As many as are on the screen, so that ticks and edits further up become true as well.
      const shown = client.getQueryData<Loaded>(key)?.items.length ?? 0;
      const latest = await fetchPage(id, Math.min(MOST, Math.max(PAGE, shown)));
      return refreshed(client.getQueryData<Loaded>(key), latest);
    },
  });

  const loading = useRef<Promise<Loaded> | null>(null);
  const loadOlder = useCallback((): Promise<Loaded> | null => {
    const held = client.getQueryData<Loaded>(keys.thread(id));
    const first = held?.items[0];
    if (!held?.more || !first) return null;
    loading.current ??= fetchPage(id, PAGE, first.number)
      .then((older) => {
        const joined = withOlder(client.getQueryData<Loaded>(keys.thread(id)) ?? held, older);
        client.setQueryData(keys.thread(id), joined);
        return joined;
      })
      .finally(() => {
        loading.current = null;
      });
    return loading.current;
  }, [client, id]);

  return { ...query, loadOlder };
}
