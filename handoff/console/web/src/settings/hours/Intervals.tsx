/** The intervals of one day: from, to, and what to do with them. */
import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./HoursEditor.module.css";
import { flaw, nextInterval, overnight, type Interval } from "./hours";

interface Props {
  /** Whose hours, for those who hear the page. */
  label: string;
  intervals: Interval[];
  readOnly: boolean;
  error?: string | undefined;
  onChange: (intervals: Interval[]) => void;
}

export function Intervals({ label, intervals, readOnly, error, onChange }: Props) {
  const t = useTranslations("hours");
  const wrong = flaw(intervals);
  const set = (index: number, part: Partial<Interval>) =>
    onChange(intervals.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <div className={classes.intervals}>
      {intervals.length === 0 && <span className={classes.closed}>{t("closed")}</span>}
      {intervals.map((each, index) => (
        <span key={index} className={classes.interval}>
          <input
            type="time"
            className={classes.time}
            aria-label={t("opens", { day: label })}
            disabled={readOnly}
            value={each.opens}
            onChange={(event) => set(index, { opens: event.currentTarget.value })}
          />
          –
          <input
            type="time"
            className={classes.time}
            aria-label={t("closes", { day: label })}
            disabled={readOnly}
            value={each.closes}
            onChange={(event) => set(index, { closes: event.currentTarget.value })}
          />
          {each.opens && each.closes && overnight(each) && (
            <Tooltip label={t("nextDay")}>
              <span className={classes.night}>+1</span>
            </Tooltip>
          )}
          {!readOnly && (
            <ActionIcon
              size="sm"
              color="gray"
              aria-label={t("remove", { day: label, opens: each.opens })}
              onClick={() => onChange(intervals.filter((_, at) => at !== index))}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </span>
      ))}
      {!readOnly && (
        <ActionIcon
          size="sm"
          aria-label={t("add", { day: label })}
          onClick={() => onChange([...intervals, nextInterval(intervals)])}
        >
          <IconPlus size={15} />
        </ActionIcon>
      )}
      {(error ?? wrong) && (
        <Text size="xs" c="red" role="alert">
          {error ?? t(`flaws.${wrong ?? "overlap"}`)}
        </Text>
      )}
    </div>
  );
}
