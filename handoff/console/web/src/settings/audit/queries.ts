/** The audit log, page after page. */
import { infiniteQueryOptions } from "@tanstack/react-query";

import { api, ask } from "../../api/client";
import type { components } from "../../api/schema";

export type Deed = components["schemas"]["DeedView"];

export interface DeedFilter {
  operator: string | null;
  did: string | null;
  /** Days, as a date field has them; the last one is within. */
  from: string;
  to: string;
  refused: boolean;
}

const PAGE = 50;

export const deedsQuery = ({ operator, did, from, to, refused }: DeedFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", operator, did, from, to, refused],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: PAGE,
        ...(operator && { operator }),
        ...(did && { did }),
        ...(from && { since: new Date(`${from}T00:00`).toISOString() }),
        ...(to && { until: dayAfter(to).toISOString() }),
        ...(refused && { refused }),
        ...(pageParam && { before: pageParam }),
      };
      return ask(api.GET("/api/audit", { params: { query } }));
    },
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < PAGE ? null : page.at(-1)?.number),
    staleTime: 0,
  });

/** By the reader's clock, on which days are not all as long. */
function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + 1);
  return date;
}
