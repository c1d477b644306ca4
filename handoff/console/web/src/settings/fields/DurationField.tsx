/** How long: a number and its unit. Where it may be left out, empty means never. */
import { Input, NumberInput, Select } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { inSeconds, split, type Unit } from "./duration";
import classes from "./fields.module.css";

interface Props {
  label: string;
  description?: ReactNode;
  /** In seconds. */
  value: number | null;
  units: readonly Unit[];
  placeholder?: string;
  readOnly: boolean;
  error?: string | undefined;
  onChange: (seconds: number | null) => void;
}

export function DurationField(props: Props) {
  const { label, description, value, units, placeholder, readOnly, error, onChange } = props;
  const t = useTranslations("fields");
  const shown = value === null ? null : split(value, units);
  // The unit that was chosen stays: 60 minutes don't turn into an hour under one's fingers.
  const [chosen, setChosen] = useState<Unit | null>(null);
  const unit = chosen ?? shown?.unit ?? units[0] ?? "second";
  const amount = value === null ? "" : value / inSeconds({ amount: 1, unit });
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <div className={classes.duration}>
        <NumberInput
          aria-label={label}
          className={classes.amount}
          min={0}
          decimalScale={2}
          hideControls
          readOnly={readOnly}
          error={Boolean(error)}
          {...(placeholder !== undefined && { placeholder })}
          value={amount}
          onChange={(next) => onChange(typeof next === "number" ? inSeconds({ amount: next, unit }) : null)}
        />
        <Select
          aria-label={t("unit", { label })}
          className={classes.unit}
          allowDeselect={false}
          disabled={readOnly}
          data={units.map((each) => ({ value: each, label: t(`units.${each}`) }))}
          value={unit}
          onChange={(next) => {
            const picked = units.find((each) => each === next);
            if (!picked) return;
            setChosen(picked);
            if (typeof amount === "number") onChange(inSeconds({ amount, unit: picked }));
          }}
        />
      </div>
    </Input.Wrapper>
  );
}
