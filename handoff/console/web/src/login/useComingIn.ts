/** A step of the way in: what it led to is shown, and why it was refused. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError } from "../api/client";
import { meQuery } from "../api/queries";
import type { Me } from "../api/types";
import { useExplain } from "../shared/problems";
import { isIn, wayInQuery, type WayIn } from "./queries";

export function useComingIn() {
  const client = useQueryClient();
  const explain = useExplain();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const attempt = async (step: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await step();
    } catch (error) {
      setProblem(explain(error));
      // The step before was too long ago: back to the beginning.
      if (error instanceof ApiError && error.code === "signed_out") await client.refetchQueries(wayInQuery);
    } finally {
      setBusy(false);
    }
  };
  const comeIn = (step: () => Promise<Me | WayIn>) =>
    attempt(async () => {
      const answer = await step();
      if (isIn(answer)) client.setQueryData(meQuery.queryKey, answer);
      else client.setQueryData(wayInQuery.queryKey, answer);
    });
  return { comeIn, attempt, problem, busy };
}
