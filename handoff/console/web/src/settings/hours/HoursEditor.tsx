/** When people are there: always, or by the week in a time zone, with the days that differ. */
import { SegmentedControl } from "@mantine/core";
import { useTranslations } from "use-intl";

import classes from "./HoursEditor.module.css";
import { byWeek, type HoursForm } from "./hours";
import { SpecialDays } from "./SpecialDays";
import { WeekGrid } from "./WeekGrid";
import { ZoneSelect } from "./ZoneSelect";

interface Props {
  hours: HoursForm;
  readOnly: boolean;
  /** A refusal of the server, by the path below the hours, such as `week.0`. */
  errorAt: (path: string) => string | undefined;
  onChange: (hours: HoursForm) => void;
}

export function HoursEditor({ hours, readOnly, errorAt, onChange }: Props) {
  const t = useTranslations("hours");
  return (
    <div className={classes.editor}>
      <div className={classes.head}>
        <SegmentedControl
          size="sm"
          aria-label={t("title")}
          disabled={readOnly}
          data={[
            { value: "always", label: t("always") },
            { value: "week", label: t("byWeek") },
          ]}
          value={hours.always ? "always" : "week"}
          onChange={(value) => onChange(value === "always" ? { ...hours, always: true } : byWeek(hours))}
        />
        <ZoneSelect
          className={classes.zone}
          readOnly={readOnly}
          zone={hours.zone}
          error={errorAt("zone")}
          onChange={(zone) => onChange({ ...hours, zone })}
        />
      </div>
      {!hours.always && (
        <WeekGrid
          week={hours.week}
          readOnly={readOnly}
          errorOf={(day) => errorAt(`week.${day}`)}
          onChange={(week) => onChange({ ...hours, week })}
        />
      )}
      <SpecialDays
        days={hours.days}
        readOnly={readOnly}
        errorOf={(date) => errorAt(`exceptions.${date}`)}
        onChange={(days) => onChange({ ...hours, days })}
      />
    </div>
  );
}
