/** What starts the flow: all its triggers, and a new one. */
import { ActionIcon, Button, Menu, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useWords } from "../../forms/words";
import { removeTrigger, triggersOf } from "../../model/draft";
import { previewOf } from "../../model/preview";
import { useBoxWords } from "../canvas/BoxContext";
import { useDeeds } from "../deeds";
import { useFlowEditor } from "../EditorContext";
import { triggerLook } from "../looks";
import { ofTrigger } from "../selection";
import { ProblemsHere } from "./ProblemsHere";
import classes from "./Properties.module.css";

export function TriggerList({ alone = false }: { alone?: boolean }) {
  const t = useTranslations("flows.editor");
  const words = useWords();
  const { flow, kinds, mayEdit, shown } = useFlowEditor();
  const { triggerTitle, triggerFieldsOf, languages, valueOf } = useBoxWords();
  const { choose, change, addTrigger } = useDeeds();
  const edits = mayEdit && !shown;
  return (
    <Stack gap="xs" className={alone ? classes.form : undefined} data-field="triggers">
      <div>
        <h3 className={classes.title}>{t("triggers")}</h3>
        <Text size="xs" c="dimmed">
          {t("triggersHint")}
        </Text>
      </div>
      <ProblemsHere path="triggers" />
      <ul className={classes.list}>
        {triggersOf(flow).map((trigger) => {
          const { icon: Mark } = triggerLook(trigger.kind);
          const said = previewOf(trigger, triggerFieldsOf(trigger.kind), languages, valueOf);
          return (
            <li key={trigger.id}>
              <UnstyledButton className={classes.open} onClick={() => choose(ofTrigger(trigger.id))}>
                <Mark size={18} stroke={1.7} aria-hidden />
                <span>
                  <b>{triggerTitle(trigger.kind)}</b>
                  {said && <small dir="auto">{said}</small>}
                </span>
                <IconChevronRight size={15} aria-hidden />
              </UnstyledButton>
              {edits && (
                <ActionIcon
                  color="gray"
                  aria-label={t("deleteTrigger", { name: said || triggerTitle(trigger.kind) })}
                  onClick={() => change((now) => removeTrigger(now, trigger.id))}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              )}
            </li>
          );
        })}
      </ul>
      {edits && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button
              size="compact-md"
              variant="light"
              leftSection={<IconPlus size={15} />}
              style={{ alignSelf: "flex-start" }}
            >
              {t("newTrigger")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown maw={320}>
            {kinds.triggers.map((kind) => {
              const { icon: Mark } = triggerLook(kind.kind);
              return (
                <Menu.Item key={kind.kind} leftSection={<Mark size={16} />} onClick={() => addTrigger(kind)}>
                  {words(kind.title)}
                  <Text size="xs" c="dimmed">
                    {words(kind.description)}
                  </Text>
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      )}
    </Stack>
  );
}
