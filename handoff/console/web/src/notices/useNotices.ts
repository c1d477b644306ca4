/** The reader's notices, and the way to have read them. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { api, ask } from "../api/client";
import { keys } from "../api/queries";
import type { Notices } from "../api/types";

const noticesQuery = queryOptions({
  queryKey: keys.notices,
  queryFn: () => ask(api.GET("/api/notices")),
});

export function useNotices() {
  return useQuery(noticesQuery);
}

/** All that are shown. What comes in the same moment stays unread. */
export function useReadNotices(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    const held = client.getQueryData<Notices>(keys.notices);
    const until = held?.items[0]?.at;
    if (!until || held.unread === 0) return;
    await ask(api.POST("/api/notices/read", { body: { until } }));
    await client.invalidateQueries({ queryKey: keys.notices });
  }, [client]);
}
