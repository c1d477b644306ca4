/** A trigger: what starts the flow, under which conditions, and with which step. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { FieldsView } from "../../forms/FieldView";
import { fieldsOf } from "../../forms/fields";
import { useWords } from "../../forms/words";
import { removeTrigger, setTrigger } from "../../model/draft";
import { START } from "../../model/edges";
import type { Fields, Trigger } from "../../model/types";
import { useDeeds } from "../deeds";
import { useFlowEditor } from "../EditorContext";
import { triggerLook } from "../looks";
import { NOTHING, ofSteps } from "../selection";
import { WaySelect } from "./LeadsTo";
import classes from "./Properties.module.css";

const HIDDEN: ReadonlySet<string> = new Set(["id", "kind", "leads_to"]);

export function TriggerForm({ trigger }: { trigger: Trigger }) {
  const t = useTranslations("flows.editor");
  const words = useWords();
  const { kinds, mayEdit, shown } = useFlowEditor();
  const { change, choose } = useDeeds();
  const kind = kinds.triggers.find((each) => each.kind === trigger.kind);
  const fields = useMemo(() => (kind ? inOrder(fieldsOf(kind.schema, HIDDEN)) : []), [kind]);
  const { icon: Mark } = triggerLook(trigger.kind);
  return (
    <Stack gap="md" className={classes.form}>
      <header className={classes.head}>
        <Mark size={22} stroke={1.7} aria-hidden />
        <div>
          <h2>{kind ? words(kind.title) : trigger.kind}</h2>
          {kind && (
            <Text size="xs" c="dimmed">
              {words(kind.description)}
            </Text>
          )}
        </div>
      </header>
      <WaySelect id={START} port={trigger.id} label={words("First step")} />
      <FieldsView
        fields={fields}
        all={trigger as Fields}
        path=""
        onChange={(all, path) =>
          change((now) => setTrigger(now, all as Trigger), `${START}.${trigger.id}.${path}`)
        }
      />
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowLeft size={14} />}
          onClick={() => choose(ofSteps(START))}
        >
          {t("allTriggers")}
        </Button>
        {mayEdit && !shown && (
          <Button
            size="compact-sm"
            variant="default"
            color="red"
            leftSection={<IconTrash size={14} />}
            onClick={() => {
              choose(NOTHING);
              change((now) => removeTrigger(now, trigger.id));
            }}
          >
            {t("delete")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

const LAST = ["variable", "priority", "conditions"];

/** Its own fields first, and what all triggers have after them. */
function inOrder<Each extends { name: string }>(fields: readonly Each[]): Each[] {
  const own = fields.filter((each) => !LAST.includes(each.name));
  return [...own, ...LAST.flatMap((name) => fields.filter((each) => each.name === name))];
}
