/** Time left of a promise: a colour, a sign and a number, so that none of them is needed alone; the words on hover. */
import { Tooltip } from "@mantine/core";
import {
  IconAlarm,
  IconAlertTriangle,
  IconClock,
  IconPlayerPauseFilled,
  type Icon,
} from "@tabler/icons-react";
import { useLocale } from "use-intl";

import type { ClockView } from "../../api/types";
import { useTicking } from "../../shared/ticking";
import { shortly, standingAt } from "./clock";
import classes from "./Marks.module.css";
import { useClockWords } from "./useClockWords";

const SIGNS: Record<ClockView["light"], Icon> = {
  green: IconClock,
  amber: IconAlarm,
  red: IconAlertTriangle,
};

export function TimeLeft({ clock }: { clock: ClockView }) {
  const locale = useLocale();
  const words = useClockWords();
  const look = useTicking((now) => {
    const { light, left, stop } = standingAt(clock, now);
    return `${light}|${stop ?? ""}|${shortly(left, locale)}`;
  });
  const [light, stop, left] = look.split("|") as [ClockView["light"], string, string];
  const Sign = stop ? IconPlayerPauseFilled : SIGNS[light];
  const said = words(clock);
  return (
    <Tooltip label={said.join("\n")} style={{ whiteSpace: "pre-line" }} multiline maw={300}>
      <span className={classes.left} data-light={light} data-stopped={stop !== ""}>
        <Sign size={12} aria-hidden />
        <span aria-hidden>{left}</span>
        <span className={classes.words}>{said.join(". ")}</span>
      </span>
    </Tooltip>
  );
}
