/** A range of numbers, open on either side. */
import { NumberInput, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useProblem } from "../chapter/useProblem";
import type { Between } from "../model";
import classes from "./conditions.module.css";

interface Props {
  leaf: Between;
  path: string;
  readOnly: boolean;
  onChange: (leaf: Between) => void;
}

export function BetweenFields({ leaf, path, readOnly, onChange }: Props) {
  const t = useTranslations("rules.condition");
  const leastProblem = useProblem(`${path}.least`);
  const belowProblem = useProblem(`${path}.below`);
  const number = (value: string | number) => (typeof value === "number" ? value : null);
  const common = { size: "xs", step: 0.1, disabled: readOnly, flex: 1 } as const;
  return (
    <div className={classes.range} title={leaf.fact === "sentiment" ? t("sentimentHint") : undefined}>
      <NumberInput
        {...common}
        aria-label={t("least")}
        placeholder={t("least")}
        value={leaf.least ?? ""}
        error={leastProblem}
        onChange={(value) => onChange({ ...leaf, least: number(value) })}
      />
      <Text size="xs" c="dimmed">
        {t("andBelow")}
      </Text>
      <NumberInput
        {...common}
        aria-label={t("below")}
        placeholder={t("below")}
        value={leaf.below ?? ""}
        error={belowProblem}
        onChange={(value) => onChange({ ...leaf, below: number(value) })}
      />
    </div>
  );
}
