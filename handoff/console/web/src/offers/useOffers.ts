/** The sessions that wait for this reader's yes or no. */
import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, ask } from "../api/client";
import { keys } from "../api/queries";
import type { Row } from "../api/types";

const offersQuery = queryOptions({
  queryKey: keys.offers,
  queryFn: () => ask(api.GET("/api/offers")),
  // The live feed tells at once; this is for what it may have missed.
  refetchInterval: 30_000,
});

const NONE: Row[] = [];

export function useOffers(): Row[] {
  return useQuery(offersQuery).data ?? NONE;
}
