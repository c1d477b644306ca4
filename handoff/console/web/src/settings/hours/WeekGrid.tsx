/** The seven days: their intervals, and a bar that shows them at a glance. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useLocale, useTranslations } from "use-intl";

import classes from "./HoursEditor.module.css";
import { bars, WEEKDAYS, WORKDAYS, type Interval } from "./hours";
import { Intervals } from "./Intervals";

interface Props {
  week: Interval[][];
  readOnly: boolean;
  errorOf: (day: number) => string | undefined;
  onChange: (week: Interval[][]) => void;
}

export function WeekGrid({ week, readOnly, errorOf, onChange }: Props) {
  const t = useTranslations("hours");
  const locale = useLocale();
  const name = (day: number, weekday: "long" | "short") =>
    new Intl.DateTimeFormat(locale, { weekday, timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + day));
  const set = (day: number, intervals: Interval[]) =>
    onChange(week.map((each, at) => (at === day ? intervals : each)));
  const copy = (from: number, to: readonly number[]) =>
    onChange(week.map((each, at) => (to.includes(at) ? (week[from] ?? []) : each)));
  return (
    <div className={classes.week}>
      {WEEKDAYS.map((day) => (
        <div key={day} className={classes.day}>
          <span className={classes.name}>{name(day, "short")}</span>
          <Intervals
            label={name(day, "long")}
            intervals={week[day] ?? []}
            readOnly={readOnly}
            error={errorOf(day)}
            onChange={(intervals) => set(day, intervals)}
          />
          <span className={classes.bar} aria-hidden>
            {bars(week, day).map(({ from, to }) => (
              <i key={from} style={{ insetInlineStart: `${from * 100}%`, width: `${(to - from) * 100}%` }} />
            ))}
          </span>
          {!readOnly && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon size="sm" color="gray" aria-label={t("copy", { day: name(day, "long") })}>
                  <IconCopy size={15} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => copy(day, WORKDAYS)}>{t("copyToWorkdays")}</Menu.Item>
                <Menu.Item onClick={() => copy(day, WEEKDAYS)}>{t("copyToAll")}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      ))}
    </div>
  );
}
