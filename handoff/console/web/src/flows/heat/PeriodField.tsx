/** Today, the last days, or days of one's own choice. */
import { Group, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { SPANS, type Span } from "../../team/performance/period";
import type { PeriodChoice } from "./usePeriod";

export function PeriodField({ choice: { period, range, choose, between } }: { choice: PeriodChoice }) {
  const t = useTranslations("team.work");
  return (
    <Stack gap={6}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t("period")}
        data={SPANS.map((value) => ({ value, label: t(`spans.${value}`) }))}
        value={period.span}
        onChange={(span) => choose(span as Span)}
      />
      {period.span === "own" && (
        <Group gap={6} grow align="flex-start">
          <TextInput
            type="date"
            size="xs"
            aria-label={t("from")}
            value={period.from}
            onChange={({ currentTarget: { value } }) => value && between(value, period.to)}
          />
          <TextInput
            type="date"
            size="xs"
            aria-label={t("to")}
            value={period.to}
            error={range === null && t("backwards")}
            onChange={({ currentTarget: { value } }) => value && between(period.from, value)}
          />
        </Group>
      )}
    </Stack>
  );
}
