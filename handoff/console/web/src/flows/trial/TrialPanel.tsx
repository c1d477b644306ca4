/** Try it: a chat with the draft on the real engine. Whatever is changed on the canvas shows here at once. */
import { ActionIcon, Alert, Group, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconRefresh } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslations } from "use-intl";

import { useExplain } from "../../shared/problems";
import { useFlowEditor } from "../editor/EditorContext";
import { pathOf } from "../model/path";
import type { Outcome } from "./model";
import { TrialChat } from "./TrialChat";
import { TrialComposer } from "./TrialComposer";
import { TrialFindings } from "./TrialFindings";
import { TrialSetup } from "./TrialSetup";
import classes from "./Trial.module.css";
import { useTrial } from "./useTrial";

export function TrialPanel() {
  const t = useTranslations("flows.trial");
  const explain = useExplain();
  const { trial, act, outcome, error, busy } = useTrial();
  useLight(outcome);
  return (
    <section className={classes.panel} aria-label={t("title")}>
      <Group gap={6} wrap="nowrap" className={classes.head}>
        <TrialSetup setup={trial.setup} act={act} />
        <Tooltip label={t("back")}>
          <ActionIcon
            color="gray"
            size="lg"
            aria-label={t("back")}
            disabled={trial.inputs.length === 0}
            onClick={() => act({ kind: "back" })}
          >
            <IconArrowBackUp size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("again")}>
          <ActionIcon
            color="gray"
            size="lg"
            aria-label={t("again")}
            disabled={trial.inputs.length === 0}
            onClick={() => act({ kind: "again", start: new Date().toISOString() })}
          >
            <IconRefresh size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
      {error !== null && (
        <Alert color="red" p="xs" mx="sm" mt="xs" role="alert" title={t("failed")}>
          {explain(error)}
        </Alert>
      )}
      <TrialChat trial={trial} act={act} outcome={outcome} busy={busy && error === null} />
      <TrialFindings outcome={outcome} />
      <TrialComposer
        act={act}
        now={outcome?.now ?? trial.setup.start}
        waiting={outcome?.waits_at ?? null}
        opensAt={outcome?.opens_at ?? null}
      />
    </section>
  );
}

/** The way that the try went, on the canvas. */
function useLight(outcome: Outcome | null): void {
  const { flow, ports, setLit } = useFlowEditor();
  useEffect(() => {
    if (!outcome || outcome.turns.length === 0) return setLit(null);
    const { turns, waits_at } = outcome;
    const began = turns.findLast((turn) => turn.began?.flow === flow.id)?.began;
    const at = waits_at?.flow === flow.id ? waits_at.step : null;
    const passages = turns.flatMap((turn) => turn.passages);
    setLit(pathOf(flow, ports, passages, { trigger: began?.trigger, at }));
  }, [flow, ports, outcome, setLit]);
  useEffect(() => () => setLit(null), [setLit]);
}
