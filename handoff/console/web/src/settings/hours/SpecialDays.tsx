/** Dates that are not like their weekday: holidays, and days with hours of their own. */
import { ActionIcon, Button, SegmentedControl, Text } from "@mantine/core";
import { IconCalendarPlus, IconTrash } from "@tabler/icons-react";
import { useLocale, useTranslations } from "use-intl";

import classes from "./HoursEditor.module.css";
import { USUAL, type SpecialDay } from "./hours";
import { Intervals } from "./Intervals";

interface Props {
  days: SpecialDay[];
  readOnly: boolean;
  errorOf: (date: string) => string | undefined;
  onChange: (days: SpecialDay[]) => void;
}

export function SpecialDays({ days, readOnly, errorOf, onChange }: Props) {
  const t = useTranslations("hours");
  const locale = useLocale();
  const set = (index: number, part: Partial<SpecialDay>) =>
    onChange(days.map((each, at) => (at === index ? { ...each, ...part } : each)));
  const weekday = (date: string) =>
    new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(new Date(date));
  const twice = (date: string) => date !== "" && days.filter((each) => each.date === date).length > 1;
  return (
    <div className={classes.days}>
      <Text size="sm" fw={550}>
        {t("days")}
      </Text>
      {days.length === 0 && (
        <Text size="xs" c="dimmed">
          {t("noDays")}
        </Text>
      )}
      {days.map((each, index) => (
        <div key={index} className={classes.special}>
          <input
            type="date"
            className={classes.time}
            aria-label={t("date")}
            disabled={readOnly}
            value={each.date}
            onChange={(event) => set(index, { date: event.currentTarget.value })}
          />
          <span className={classes.name}>{each.date && weekday(each.date)}</span>
          <SegmentedControl
            size="xs"
            aria-label={t("dayKind")}
            disabled={readOnly}
            data={[
              { value: "closed", label: t("holiday") },
              { value: "own", label: t("ownHours") },
            ]}
            value={each.intervals.length === 0 ? "closed" : "own"}
            onChange={(kind) => set(index, { intervals: kind === "own" ? [USUAL] : [] })}
          />
          {each.intervals.length > 0 && (
            <Intervals
              label={each.date}
              intervals={each.intervals}
              readOnly={readOnly}
              onChange={(intervals) => set(index, { intervals })}
            />
          )}
          {!readOnly && (
            <ActionIcon
              size="sm"
              color="gray"
              aria-label={t("removeDay", { date: each.date })}
              onClick={() => onChange(days.filter((_, at) => at !== index))}
            >
              <IconTrash size={15} />
            </ActionIcon>
          )}
          {(twice(each.date) || errorOf(each.date)) && (
            <Text size="xs" c="red" role="alert">
              {errorOf(each.date) ?? t("twice")}
            </Text>
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconCalendarPlus size={16} />}
          onClick={() => onChange([...days, { date: "", intervals: [] }])}
        >
          {t("addDay")}
        </Button>
      )}
    </div>
  );
}
