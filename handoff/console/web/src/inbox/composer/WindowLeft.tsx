/** How long the messenger still takes our own words: it closes a day after the customer's last ones. */
import { Tooltip } from "@mantine/core";
import { IconHourglass } from "@tabler/icons-react";
import { useFormatter, useLocale, useTranslations } from "use-intl";

import { useTicking } from "../../shared/ticking";
import { shortly } from "../marks/clock";
import classes from "../marks/Marks.module.css";
import { lightOf } from "./window";

export function WindowLeft({ until }: { until: string }) {
  const t = useTranslations("composer.window");
  const format = useFormatter();
  const locale = useLocale();
  const left = (now: number) => (Date.parse(until) - now) / 1000;
  const light = useTicking((now) => lightOf(left(now)));
  const time = useTicking((now) => shortly(Math.max(0, left(now)), locale));
  const at = format.dateTime(new Date(until), { dateStyle: "medium", timeStyle: "short" });
  return (
    <Tooltip label={t("why", { at })} multiline maw={300}>
      <span className={classes.left} data-light={light} tabIndex={0}>
        <IconHourglass size={12} aria-hidden />
        {t("left", { time })}
      </span>
    </Tooltip>
  );
}
