/** The dialogue of the try, with what the flow did between the words. */
import { Button, Stack, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { useFlowEditor } from "../editor/EditorContext";
import { callsOf, type Action, type Outcome, type Trial } from "./model";
import classes from "./Trial.module.css";
import { TrialTurn } from "./TrialTurn";
import { useInputWords } from "./useInputWords";
import { useTriggerWords } from "./useTriggerWords";

interface Props {
  trial: Trial;
  act: (action: Action) => void;
  outcome: Outcome | null;
  busy: boolean;
}

export function TrialChat({ trial, act, outcome, busy }: Props) {
  const t = useTranslations("flows.trial");
  const end = useRef<HTMLDivElement>(null);
  // The inputs count, not the answers: an answer to inputs that were taken back must not stay.
  const turns = (outcome?.turns ?? []).slice(0, trial.inputs.length);
  const calls = new Map(outcome ? callsOf(outcome).map((each) => [each.id, each]) : []);
  const pending = trial.inputs.slice(turns.length);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [trial.inputs.length, outcome]);
  return (
    <div className={classes.chat} role="log" aria-label={t("chat")} aria-busy={busy} tabIndex={0}>
      {trial.inputs.length === 0 && <Beginnings act={act} />}
      {turns.map((turn, index) => (
        <TrialTurn
          key={index}
          turn={turn}
          calls={turn.calls.map((each) => calls.get(each.id) ?? each)}
          latest={index === turns.length - 1}
          stubs={trial.setup.calls === "stub"}
          act={act}
        />
      ))}
      {pending.map((input, index) => (
        <Pending key={index} input={input} />
      ))}
      {busy && trial.inputs.length > 0 && (
        <div className={classes.typing} role="status" aria-label={t("typing")}>
          <i />
          <i />
          <i />
        </div>
      )}
      <div ref={end} />
    </div>
  );
}

function Pending({ input }: { input: Trial["inputs"][number] }) {
  const { text, own } = useInputWords()(input);
  return <p className={own ? classes.customer : classes.system}>{text}</p>;
}

/** How this flow can begin: each trigger is a press away, whatever its conditions. */
function Beginnings({ act }: { act: (action: Action) => void }) {
  const t = useTranslations("flows.trial");
  const { flow } = useFlowEditor();
  const triggerWords = useTriggerWords();
  const triggers = flow.triggers ?? [];
  return (
    <Stack gap="xs" p="md" align="flex-start">
      <Text size="sm" c="dimmed">
        {triggers.length > 0 ? t("hint") : t("noTriggers")}
      </Text>
      {triggers.map((trigger) => (
        <Button
          key={trigger.id}
          size="compact-sm"
          variant="default"
          maw="100%"
          disabled={!trigger.leads_to}
          onClick={() => act({ kind: "put", input: { kind: "begin", trigger: trigger.id } })}
        >
          <Text span truncate size="sm">
            {triggerWords(trigger.id)}
          </Text>
        </Button>
      ))}
    </Stack>
  );
}
