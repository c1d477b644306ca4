/** Hours of the week in a time zone, or outside them; none at all is any time. */
import { Button, Input, Stack, Switch } from "@mantine/core";
import { useTranslations } from "use-intl";

import { toForm, toHours, USUAL, WORKDAYS, type Interval } from "../../settings/hours/hours";
import { WeekGrid } from "../../settings/hours/WeekGrid";
import { ZoneSelect } from "../../settings/hours/ZoneSelect";
import type { Json } from "../model/types";
import { isFields } from "./fields";
import type { FieldProps } from "./FieldView";
import { useForm } from "./FormContext";
import { useWords } from "./words";

const NO_DAYS = { always: false, days: [] };

export function ScheduleField({ field, value, label, hint, error, onChange }: FieldProps) {
  const t = useTranslations("flows.forms");
  const words = useWords();
  const { readOnly } = useForm();
  if (!isFields(value)) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const week = Object.fromEntries(WORKDAYS.map((day) => [day, [USUAL]])) as unknown as Json;
    return (
      <Input.Wrapper label={label} description={hint} error={error} labelElement="div">
        <Button
          size="compact-sm"
          variant="light"
          mt={4}
          disabled={readOnly}
          onClick={() => onChange({ zone, week })}
        >
          {t("limitHours")}
        </Button>
      </Input.Wrapper>
    );
  }
  const zone = typeof value.zone === "string" ? value.zone : "UTC";
  const week = toForm({ zone, week: value.week as unknown as Record<string, Interval[]> }).week;
  return (
    <Input.Wrapper label={label} description={hint} error={error} labelElement="div">
      <Stack gap="xs" mt={4}>
        <ZoneSelect zone={zone} readOnly={readOnly} onChange={(next) => onChange({ ...value, zone: next })} />
        <WeekGrid
          week={week}
          readOnly={readOnly}
          errorOf={() => undefined}
          onChange={(next) => {
            const hours = toHours({ ...NO_DAYS, zone, week: next }).week;
            onChange({ ...value, week: hours as unknown as Json });
          }}
        />
        <Switch
          label={words("Outside these hours")}
          disabled={readOnly}
          checked={value.outside === true}
          onChange={(event) => onChange({ ...value, outside: event.currentTarget.checked })}
        />
        {field.nullable && !readOnly && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChange(null)}>
            {t("anyTime")}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
