/** How people did in a period: a table, to be read here or taken along. */
import { Button, Group, Loader } from "@mantine/core";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { IconDownload, IconReportAnalytics } from "@tabler/icons-react";
import { useSearchParams } from "react-router";
import { useTranslations } from "use-intl";

import { api, ask } from "../../api/client";
import { usePersonName } from "../../shared/names";
import { Empty, Failure } from "../../shared/States";
import { TeamFrame } from "../TeamFrame";
import { instants, periodOf, type Period } from "./period";
import { PeriodPicker } from "./PeriodPicker";
import { NUMBERS, toCsv, type Work } from "./table";
import { WorkTable } from "./WorkTable";

const workQuery = (range: { since: string; until: string } | null) =>
  queryOptions({
    queryKey: ["team", "work", range],
    queryFn: () =>
      range ? ask(api.GET("/api/team/performance", { params: { query: range } })) : Promise.resolve([]),
    placeholderData: keepPreviousData,
  });

export function WorkPage() {
  const t = useTranslations("team.work");
  const [search] = useSearchParams();
  const period = periodOf(search, new Date());
  const range = instants(period);
  const personName = usePersonName();
  const nameOf = (row: Work) => (row.operator === null ? t("nobody") : personName(row.operator));
  const work = useQuery(workQuery(range));
  const rows = work.data ?? [];
  const download = () => {
    const head = ["person", ...NUMBERS].map((by) => t(`columns.${by as "person"}`));
    save(toCsv(rows, head, nameOf), period);
  };
  return (
    <TeamFrame>
      <Group justify="space-between" align="flex-start">
        <PeriodPicker period={period} wrong={range === null} />
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={15} />}
          disabled={rows.length === 0}
          onClick={download}
        >
          {t("download")}
        </Button>
      </Group>
      {work.isPending ? (
        <Loader m="auto" />
      ) : work.isError ? (
        <Failure error={work.error} retry={() => void work.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={IconReportAnalytics} title={t("empty")} hint={t("emptyHint")} />
      ) : (
        <WorkTable rows={rows} nameOf={nameOf} />
      )}
    </TeamFrame>
  );
}

/** Spreadsheets take the mark at the beginning as a sign that it is UTF-8. */
function save(csv: string, { from, to }: Period): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`\ufeff${csv}`], { type: "text/csv" }));
  link.download = `team-${from}-${to}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
