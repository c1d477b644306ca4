/** The days that are looked at, chosen in a panel. */
import { useState } from "react";

import { instants, periodOf, type Period, type Span } from "../../team/performance/period";

export interface PeriodChoice {
  period: Period;
  /** From when up to when; null while the last day is before the first. */
  range: { from: string; to: string } | null;
  choose: (span: Span) => void;
  between: (from: string, to: string) => void;
}

export function usePeriod(span: Span): PeriodChoice {
  const [asked, setAsked] = useState<Record<string, string>>({ period: span });
  const [now] = useState(() => new Date());
  const period = periodOf(new URLSearchParams(asked), now);
  const found = instants(period);
  const between = (from: string, to: string) => setAsked({ period: "own", from, to });
  return {
    period,
    range: found && { from: found.since, to: found.until },
    choose: (chosen) => (chosen === "own" ? between(period.from, period.to) : setAsked({ period: chosen })),
    between,
  };
}
