/** A step: its fields, as its schema says, and where its ways out lead. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { FieldsView } from "../../forms/FieldView";
import { fieldsOf } from "../../forms/fields";
import { useWords } from "../../forms/words";
import { setStep, stepsOf } from "../../model/draft";
import type { Fields, Step } from "../../model/types";
import { useDeeds } from "../deeds";
import { useFlowEditor } from "../EditorContext";
import { lookOf } from "../looks";
import { LeadsTo } from "./LeadsTo";
import { ProblemsHere } from "./ProblemsHere";
import classes from "./Properties.module.css";

export function StepForm({ id }: { id: string }) {
  const t = useTranslations("flows.editor");
  const words = useWords();
  const { flow, kinds, mayEdit, shown } = useFlowEditor();
  const { change, remove, duplicate } = useDeeds();
  const step = stepsOf(flow)[id] as Step;
  const kind = kinds.steps.find((each) => each.kind === step.kind);
  const fields = useMemo(() => (kind ? fieldsOf(kind.schema) : []), [kind]);
  const { icon: Mark, color } = lookOf(step.kind);
  return (
    <Stack gap="md" className={classes.form}>
      <header className={classes.head}>
        <Mark size={22} stroke={1.7} color={`var(--mantine-color-${color}-6)`} aria-hidden />
        <div>
          <h2>{kind ? words(kind.title) : step.kind}</h2>
          {kind && (
            <Text size="xs" c="dimmed">
              {words(kind.description)}
            </Text>
          )}
        </div>
      </header>
      <ProblemsHere path="" />
      <FieldsView
        fields={fields}
        all={step as Fields}
        path=""
        onChange={(all, path) => change((now) => setStep(now, id, all as Step), `${id}.${path}`)}
      />
      <LeadsTo id={id} />
      {mayEdit && !shown && (
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconCopy size={14} />}
            onClick={duplicate}
          >
            {t("duplicate")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            color="red"
            leftSection={<IconTrash size={14} />}
            onClick={remove}
          >
            {t("delete")}
          </Button>
        </Group>
      )}
      <Text size="xs" c="dimmed">
        {t("stepId")} <code>{id}</code>
      </Text>
    </Stack>
  );
}
