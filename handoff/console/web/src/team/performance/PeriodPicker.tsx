/** Which days: today, the last ones, or one's own choice. It is in the address, so that a report can be passed on. */
import { Group, SegmentedControl, TextInput } from "@mantine/core";
import { useSearchParams } from "react-router";
import { useTranslations } from "use-intl";

import { SPANS, type Period } from "./period";

export function PeriodPicker({ period, wrong }: { period: Period; wrong: boolean }) {
  const t = useTranslations("team.work");
  const [, setSearch] = useSearchParams();
  const own = ({ from, to }: { from: string; to: string }) =>
    setSearch({ period: "own", from, to }, { replace: true });
  return (
    <Group gap="xs" align="flex-start">
      <SegmentedControl
        size="xs"
        aria-label={t("period")}
        data={SPANS.map((value) => ({ value, label: t(`spans.${value}`) }))}
        value={period.span}
        onChange={(span) => (span === "own" ? own(period) : setSearch({ period: span }, { replace: true }))}
      />
      {period.span === "own" && (
        <>
          <TextInput
            type="date"
            size="xs"
            aria-label={t("from")}
            value={period.from}
            onChange={({ currentTarget: { value } }) => value && own({ from: value, to: period.to })}
          />
          <TextInput
            type="date"
            size="xs"
            aria-label={t("to")}
            value={period.to}
            error={wrong && t("backwards")}
            onChange={({ currentTarget: { value } }) => value && own({ from: period.from, to: value })}
          />
        </>
      )}
    </Group>
  );
}
