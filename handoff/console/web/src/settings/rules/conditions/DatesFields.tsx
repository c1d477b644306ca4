/** Days from one to another, in a time zone; either end may be left open. */
import { Text, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { ZoneSelect } from "../../hours/ZoneSelect";
import { useProblem } from "../chapter/useProblem";
import type { Dates } from "../model";
import classes from "./conditions.module.css";

interface Props {
  leaf: Dates;
  path: string;
  readOnly: boolean;
  onChange: (leaf: Dates) => void;
}

export function DatesFields({ leaf, path, readOnly, onChange }: Props) {
  const t = useTranslations("rules.condition");
  const firstProblem = useProblem(`${path}.first`);
  const lastProblem = useProblem(`${path}.last`);
  const zoneProblem = useProblem(`${path}.zone`);
  const common = { type: "date", size: "xs", disabled: readOnly } as const;
  return (
    <div className={classes.dates}>
      <TextInput
        {...common}
        aria-label={t("first")}
        value={leaf.first ?? ""}
        error={firstProblem}
        onChange={(event) => onChange({ ...leaf, first: event.currentTarget.value || null })}
      />
      <Text size="xs" c="dimmed">
        –
      </Text>
      <TextInput
        {...common}
        aria-label={t("last")}
        value={leaf.last ?? ""}
        error={lastProblem}
        onChange={(event) => onChange({ ...leaf, last: event.currentTarget.value || null })}
      />
      <ZoneSelect
        size="xs"
        className={classes.zone}
        readOnly={readOnly}
        zone={leaf.zone}
        error={zoneProblem}
        onChange={(zone) => onChange({ ...leaf, zone })}
      />
    </div>
  );
}
