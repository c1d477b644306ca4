/** Every revision there ever was: to look at, to compare with the draft, to go back to. */
import { Loader, ScrollArea, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconHistory } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { Empty, Failure } from "../../shared/States";
import { useFlowEditor } from "../editor/EditorContext";
import { Compared } from "./Compared";
import { revisionsQuery, type RevisionRow } from "./queries";
import { RevisionCard } from "./RevisionCard";
import { RollBackDialog } from "./RollBackDialog";

export function HistoryPanel() {
  const t = useTranslations("flows.history");
  const { flowId, show } = useFlowEditor();
  const revisions = useQuery(revisionsQuery(flowId));
  const [comparing, setComparing] = useState<RevisionRow | null>(null);
  const [rollingBack, setRollingBack] = useState<RevisionRow | null>(null);
  useEffect(() => () => show(null), [show]);

  if (comparing) return <Compared row={comparing} onClose={() => setComparing(null)} />;
  return (
    <ScrollArea h="100%" type="hover">
      <Stack gap="xs" p="sm" component="section" aria-label={t("title")}>
        {revisions.isPending ? (
          <Loader mx="auto" my="xl" />
        ) : revisions.isError ? (
          <Failure error={revisions.error} retry={() => void revisions.refetch()} />
        ) : revisions.data.length === 0 ? (
          <Empty icon={IconHistory} title={t("none")} hint={t("noneHint")} />
        ) : (
          <>
            <Text size="sm" c="dimmed">
              {t("hint")}
            </Text>
            {revisions.data.map((row) => (
              <RevisionCard
                key={row.number}
                row={row}
                onCompare={() => {
                  show(null);
                  setComparing(row);
                }}
                onRollBack={() => setRollingBack(row)}
              />
            ))}
          </>
        )}
      </Stack>
      {rollingBack && (
        <RollBackDialog
          row={rollingBack}
          inProgress={(revisions.data ?? []).reduce((sum, each) => sum + each.sessions, 0)}
          onClose={() => setRollingBack(null)}
        />
      )}
    </ScrollArea>
  );
}
