/** What the try knows by now: where it waits, the variables, the calls that were made. */
import { Badge, Code, ScrollArea, Table, Tabs, Text, UnstyledButton } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";

import { useFlowEditor } from "../editor/EditorContext";
import { brief } from "./effects";
import { callsOf, type Outcome, type Waiting } from "./model";
import classes from "./Trial.module.css";

export function TrialFindings({ outcome }: { outcome: Outcome | null }) {
  const t = useTranslations("flows.trial");
  if (!outcome || outcome.turns.length === 0) return null;
  const calls = callsOf(outcome);
  const variables = Object.entries(outcome.variables);
  return (
    <div className={classes.findings}>
      {outcome.waits_at && <WaitsAt waiting={outcome.waits_at} />}
      <Tabs defaultValue="variables" variant="pills" radius="xl" classNames={{ tab: classes.tab }}>
        <Tabs.List>
          <Tabs.Tab value="variables">{t("variables", { count: variables.length })}</Tabs.Tab>
          <Tabs.Tab value="calls">{t("callsMade", { count: calls.length })}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="variables">
          <ScrollArea.Autosize mah={150} type="auto" offsetScrollbars>
            {variables.length === 0 && (
              <Text size="xs" c="dimmed" py={4}>
                {t("noVariables")}
              </Text>
            )}
            <Table verticalSpacing={2} horizontalSpacing={4} fz="xs" layout="fixed">
              <Table.Tbody>
                {variables.map(([name, value]) => (
                  <Table.Tr key={name}>
                    <Table.Th scope="row" fw={500}>
                      <Code fz="xs">{name}</Code>
                    </Table.Th>
                    <Table.Td className={classes.value}>{brief(value)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea.Autosize>
        </Tabs.Panel>
        <Tabs.Panel value="calls">
          <ScrollArea.Autosize mah={150} type="auto" offsetScrollbars>
            {calls.length === 0 && (
              <Text size="xs" c="dimmed" py={4}>
                {t("noCalls")}
              </Text>
            )}
            {calls.map((call) => (
              <p key={call.id} className={classes.callHead}>
                <Badge component="span" size="xs" variant="default" tt="none">
                  {call.method}
                </Badge>
                <code>{call.url}</code>
                <span>{call.answer ? call.answer.status || t("call.noAnswer") : t("call.open")}</span>
              </p>
            ))}
          </ScrollArea.Autosize>
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

/** The step at which it stands, as a way there. */
function WaitsAt({ waiting }: { waiting: Waiting }) {
  const t = useTranslations("flows.trial");
  const format = useFormatter();
  const { flow, select, nameOf } = useFlowEditor();
  const here = waiting.flow === flow.id;
  const until =
    waiting.until && format.dateTime(new Date(waiting.until), { dateStyle: "medium", timeStyle: "short" });
  return (
    <Text size="xs" mb={4} aria-live="polite">
      {t(`waits.${waiting.kind}`)}{" "}
      {here ? (
        <UnstyledButton className={classes.stepLink} onClick={() => select(waiting.step)}>
          {nameOf(waiting.step)}
        </UnstyledButton>
      ) : (
        `${waiting.flow} / ${waiting.step}`
      )}
      {until && ` · ${t("until", { at: until })}`}
    </Text>
  );
}
