/** The document's title, with the number of those who wait. */
import { useQuery } from "@tanstack/react-query";

import { countsQuery } from "../api/queries";

export function Title({ children }: { children: string }) {
  const waiting = useQuery(countsQuery).data?.waiting ?? 0;
  return <title>{`${waiting ? `(${waiting}) ` : ""}${children} · Helpline`}</title>;
}
