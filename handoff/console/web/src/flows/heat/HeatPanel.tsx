/** Where sessions go in this flow, and where they are lost: over the canvas, by day, and in a table. */
import { Loader, ScrollArea, Select, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { IconFlame } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { api, ask } from "../../api/client";
import { Empty, Failure } from "../../shared/States";
import { useFlowEditor } from "../editor/EditorContext";
import { DayChart } from "./DayChart";
import classes from "./Heat.module.css";
import { HeatTable } from "./HeatTable";
import { drawn, type HeatView } from "./model";
import { PeriodField } from "./PeriodField";
import { usePeriod } from "./usePeriod";

const TOTALS = ["began", "finished", "person", "dropped", "failed"] as const;

export function HeatPanel() {
  const t = useTranslations("flows.heat");
  const { flowId } = useFlowEditor();
  const choice = usePeriod("7");
  const [revision, setRevision] = useState<string | null>(null);
  const { range } = choice;
  const heat = useQuery({
    queryKey: ["flow", flowId, "heat", range, revision],
    queryFn: () =>
      ask(
        api.GET("/api/flows/{id}/heat", {
          params: {
            path: { id: flowId },
            query: { ...range, revision: revision === null ? undefined : Number(revision) },
          },
        }),
      ),
    enabled: range !== null,
    placeholderData: keepPreviousData,
  });
  const view = heat.data;
  useDrawn(view);
  return (
    <ScrollArea h="100%" type="hover">
      <Stack gap="sm" p="sm" component="section" aria-label={t("title")}>
        <PeriodField choice={choice} />
        {view && view.revisions.length > 0 && (
          <Select
            size="xs"
            aria-label={t("revision")}
            placeholder={t("allRevisions")}
            clearable
            data={view.revisions.map(({ number, began }) => ({
              value: String(number),
              label: t("revisionOf", { number, count: began }),
            }))}
            value={revision}
            onChange={setRevision}
          />
        )}
        {heat.isPending ? (
          <Loader mx="auto" my="xl" />
        ) : heat.isError ? (
          <Failure error={heat.error} retry={() => void heat.refetch()} />
        ) : heat.data.began === 0 && heat.data.steps.length === 0 ? (
          <Empty icon={IconFlame} title={t("empty")} hint={t("emptyHint")} />
        ) : (
          <>
            <dl className={classes.totals}>
              {TOTALS.map((name) => (
                <div key={name} data-kind={name}>
                  <dt>{t(`totals.${name}`)}</dt>
                  <dd>{heat.data[name]}</dd>
                </div>
              ))}
            </dl>
            <DayChart days={heat.data.days} period={choice.period} />
            <HeatTable view={heat.data} />
            <Text size="xs" c="dimmed">
              {heat.data.cut && `${t("cut")} `}
              {t("note")}
            </Text>
          </>
        )}
      </Stack>
    </ScrollArea>
  );
}

/** Over the canvas, for as long as this is shown. */
function useDrawn(view: HeatView | undefined): void {
  const t = useTranslations("flows.heat");
  const { flow, ports, setHeat } = useFlowEditor();
  useEffect(() => {
    setHeat(view ? drawn(view, flow, ports, (kind, count) => t(`badges.${kind}`, { count })) : null);
  }, [view, flow, ports, setHeat, t]);
  useEffect(() => () => setHeat(null), [setHeat]);
}
