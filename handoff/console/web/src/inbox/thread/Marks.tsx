/** Where a day and where a session begins. */
import { useFormatter, useNow, useTranslations } from "use-intl";

import { sessionNumber } from "./entries";
import classes from "./Thread.module.css";

const DAY_MS = 86_400_000;

/** The id of the element at a session's beginning. */
export function markId(sessionId: string): string {
  return `session-${sessionNumber(sessionId)}`;
}

export function DayMark({ at }: { at: string }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const date = new Date(at);
  const midnight = (each: Date) => new Date(each).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(now) - midnight(date)) / DAY_MS);
  if (days === 0) return <div className={classes.day}>{t("today")}</div>;
  if (days === 1) return <div className={classes.day}>{t("yesterday")}</div>;
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return (
    <div className={classes.day}>
      {format.dateTime(date, { day: "numeric", month: "long", weekday: "long", year })}
    </div>
  );
}

export function SessionMark({ sessionId, number }: { sessionId: string; number: number }) {
  const t = useTranslations("thread");
  return (
    <div className={classes.session} id={markId(sessionId)}>
      <span>{t("session", { number })}</span>
    </div>
  );
}
