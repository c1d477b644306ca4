/** Whether the database is away. If so it is asked for every few seconds; once it is back, everything is read again. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { onDatabaseAway } from "../api/client";
import { countsQuery } from "../api/queries";

const ASK_AGAIN_MS = 3_000;

export function useDatabaseAway(): boolean {
  const client = useQueryClient();
  const [away, setAway] = useState(false);

  useEffect(() => onDatabaseAway(() => setAway(true)), []);

  useEffect(() => {
    if (!away) return;
    const ask = async () => {
      await client.fetchQuery({ ...countsQuery, staleTime: 0, retry: false });
      setAway(false);
      await client.invalidateQueries();
    };
    const asking = window.setInterval(() => void ask().catch(() => undefined), ASK_AGAIN_MS);
    return () => window.clearInterval(asking);
  }, [away, client]);

  return away;
}
