/** The days that a report is about, in the reader's own time. Pure. */

export const SPANS = ["today", "7", "30", "own"] as const;
export type Span = (typeof SPANS)[number];

/** From the first day to the last, both as `YYYY-MM-DD`. */
export interface Period {
  span: Span;
  from: string;
  to: string;
}

/** What an address asks for; what it leaves out or gets wrong is today. */
export function periodOf(search: URLSearchParams, now: Date): Period {
  const span = SPANS.find((each) => each === search.get("period")) ?? "7";
  const today = dayOf(now);
  if (span === "own") {
    const from = known(search.get("from")) ?? today;
    return { span, from, to: known(search.get("to")) ?? from };
  }
  const days = span === "today" ? 1 : Number(span);
  return {
    span,
    from: dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1)),
    to: today,
  };
}

/** The two instants between which the period lies; null where the last day is before the first. */
export function instants({ from, to }: Period): { since: string; until: string } | null {
  const since = midnight(from, 0);
  const until = midnight(to, 1);
  return since < until ? { since: since.toISOString(), until: until.toISOString() } : null;
}

export function dayOf(at: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A day may have 23 or 25 hours, so that the next one is not a day's length away. */
function midnight(day: string, later: number): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later);
}

function known(day: string | null): string | null {
  return day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
}
