/** A clock in sentences: which promise, when it is due or by how much it is late, and what stops it. */
import { useFormatter, useLocale, useTranslations } from "use-intl";

import type { ClockView } from "../../api/types";
import { shortly, standingAt } from "./clock";

export function useTargetName(): (clock: Pick<ClockView, "target" | "status">) => string {
  const t = useTranslations("clocks");
  return ({ target, status }) => (status ? t(`status.${status}`) : t(`target.${target}`));
}

export function useClockWords(): (clock: ClockView) => string[] {
  const t = useTranslations("clocks");
  const format = useFormatter();
  const locale = useLocale();
  const targetName = useTargetName();
  return (clock) => {
    const { left, stop } = standingAt(clock, Date.now());
    const moment = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
    const said = [
      `${targetName(clock)}: ${t(left < 0 ? "late" : "left", { time: shortly(Math.abs(left), locale) })}`,
    ];
    if (clock.met_at) said.push(t("metLate", { at: moment(clock.met_at) }));
    else if (stop) {
      said.push(t(`stopped.${stop}`));
      if (stop === "closed_hours" && clock.resumes_at)
        said.push(t("resumes", { at: moment(clock.resumes_at) }));
    }
    if (clock.due_at && !clock.met_at) said.push(t("due", { at: moment(clock.due_at) }));
    said.push(t("promised", { time: shortly(clock.limit_seconds, locale), policy: clock.policy }));
    return said;
  };
}
