/** When people are there: always, or by the week in a time zone, with the days that differ. */
import { SegmentedControl, Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import classes from "./HoursEditor.module.css";
import { byWeek, type HoursForm } from "./hours";
import { SpecialDays } from "./SpecialDays";
import { WeekGrid } from "./WeekGrid";

interface Props {
  hours: HoursForm;
  readOnly: boolean;
  /** A refusal of the server, by the path below the hours, such as `week.0`. */
  errorAt: (path: string) => string | undefined;
  onChange: (hours: HoursForm) => void;
}

export function HoursEditor({ hours, readOnly, errorAt, onChange }: Props) {
  const t = useTranslations("hours");
  const zones = useMemo(() => zonesWith(hours.zone), [hours.zone]);
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
        <Select
          aria-label={t("zone")}
          className={classes.zone}
          searchable
          allowDeselect={false}
          limit={80}
          nothingFoundMessage={t("noZone")}
          disabled={readOnly}
          data={zones}
          value={hours.zone}
          error={errorAt("zone")}
          onChange={(zone) => zone && onChange({ ...hours, zone })}
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

function zonesWith(zone: string) {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((each) => each !== "UTC")];
  const all = known.includes(zone) ? known : [zone, ...known];
  return all.map((value) => ({ value, label: value.replaceAll("_", " ") }));
}
