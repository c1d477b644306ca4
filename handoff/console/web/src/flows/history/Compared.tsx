/** A revision beside the draft: which steps came, went and changed, their texts side by side. */
import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Loader,
  ScrollArea,
  Stack,
  Text,
  UnstyledButton,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconArrowLeft, IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { Empty, Failure } from "../../shared/States";
import { useFlowEditor } from "../editor/EditorContext";
import { useFieldTitle } from "../forms/useFieldTitle";
import type { Schema } from "../model/types";
import { compare, nothing, type FieldChange, type StepChange } from "./compare";
import classes from "./History.module.css";
import { revisionQuery, type RevisionRow } from "./queries";

const MARKS = { added: IconPlus, removed: IconMinus, changed: IconPencil };
const COLORS = { added: "helpline", removed: "red", changed: "amber" };

export function Compared({ row, onClose }: { row: RevisionRow; onClose: () => void }) {
  const t = useTranslations("flows.history");
  const { flowId, flow, kinds, mayEdit, load } = useFlowEditor();
  const revision = useQuery(revisionQuery(flowId, row.number));
  const found = revision.data && compare(revision.data.flow, flow);
  return (
    <section className={classes.compared} aria-label={t("comparison", { number: row.number })}>
      <Group gap="xs" wrap="nowrap" className={classes.head}>
        <ActionIcon color="gray" size="lg" aria-label={t("back")} onClick={onClose}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <Text size="sm" fw={600} flex={1}>
          {t("comparison", { number: row.number })}
        </Text>
      </Group>
      <ScrollArea flex={1} mih={0} type="hover">
        {revision.isPending ? (
          <Loader m="xl" />
        ) : revision.isError ? (
          <Failure error={revision.error} retry={() => void revision.refetch()} />
        ) : !found || nothing(found) ? (
          <Empty title={t("same")} hint={t("sameHint")} />
        ) : (
          <Stack gap="sm" p="sm">
            {found.flow.length > 0 && (
              <article className={classes.change}>
                <Text size="sm" fw={600}>
                  {t("settings")}
                </Text>
                <Fields fields={found.flow} schema={kinds.flow} />
              </article>
            )}
            {found.steps.map((change) => (
              <Step key={change.step} change={change} />
            ))}
            {(found.ways.added > 0 || found.ways.removed > 0) && (
              <Text size="sm">{t("ways", found.ways)}</Text>
            )}
            {mayEdit && (
              <Button
                variant="default"
                size="xs"
                onClick={() => {
                  load(revision.data.flow, revision.data.layout);
                  onClose();
                }}
              >
                {t("asDraft", { number: row.number })}
              </Button>
            )}
          </Stack>
        )}
      </ScrollArea>
    </section>
  );
}

function Step({ change: { step, kind, fields } }: { change: StepChange }) {
  const t = useTranslations("flows.history");
  const { flow, kinds, select, nameOf } = useFlowEditor();
  const schema = kinds.steps.find((each) => each.kind === flow.steps?.[step]?.kind)?.schema;
  const Mark = MARKS[kind];
  return (
    <article className={classes.change}>
      <Group gap={6} wrap="nowrap">
        <Badge
          size="sm"
          variant="light"
          tt="none"
          miw="max-content"
          color={COLORS[kind]}
          leftSection={<Mark size={12} aria-hidden />}
        >
          {t(`kinds.${kind}`)}
        </Badge>
        {kind === "removed" ? (
          <Text size="sm" fw={600}>
            {step}
          </Text>
        ) : (
          <UnstyledButton className={classes.step} onClick={() => select(step)}>
            {nameOf(step)}
          </UnstyledButton>
        )}
      </Group>
      {kind === "changed" ? (
        <Fields fields={fields} schema={schema} />
      ) : (
        <details>
          <summary>{t("details")}</summary>
          <Fields fields={fields} schema={schema} />
        </details>
      )}
    </article>
  );
}

function Fields({ fields, schema }: { fields: FieldChange[]; schema: Schema | undefined }) {
  const t = useTranslations("flows.history");
  const titleOf = useFieldTitle();
  return (
    <table className={classes.fields}>
      <thead>
        <tr>
          <th scope="col">{t("field")}</th>
          <th scope="col">{t("revision")}</th>
          <th scope="col">{t("draft")}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{titleOf(field, schema)}</th>
            <td dir="auto">{before && <del>{before}</del>}</td>
            <td dir="auto">{after && <ins>{after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
