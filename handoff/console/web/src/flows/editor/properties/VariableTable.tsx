/** The variables of the flow: name, type, what they are at first, and whether another flow gives them. */
import { ActionIcon, Button, Checkbox, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useForm, useProblemsAt } from "../../forms/FormContext";
import { useProblemWords } from "../../forms/useProblemWords";
import { useValueWords } from "../../forms/words";
import { freshId, withFlow } from "../../model/draft";
import { useDeeds } from "../deeds";
import { useFlowEditor } from "../EditorContext";
import type { Json, Variable } from "../../model/types";
import classes from "./Properties.module.css";

const NAME = /^[A-Za-z_]\w*$/;

export function VariableTable() {
  const t = useTranslations("flows.editor");
  const { flow } = useFlowEditor();
  const { change } = useDeeds();
  const { readOnly } = useForm();
  const rows = Object.entries(flow.variables ?? {});
  const put = (next: [string, Variable][], mark?: string) =>
    change((now) => withFlow(now, { variables: Object.fromEntries(next) }), mark);
  return (
    <Stack gap="xs" data-field="variables">
      <div>
        <h3 className={classes.title}>{t("variables")}</h3>
        <Text size="xs" c="dimmed">
          {t("variablesHint")}
        </Text>
      </div>
      <ul className={classes.variables}>
        {rows.map(([name, variable], place) => (
          <Row
            key={place}
            name={name}
            variable={variable}
            taken={(other) => rows.some(([each], at) => at !== place && each === other)}
            onName={(next) => put(rows.map((row, at) => (at === place ? [next, row[1]] : row)))}
            onChange={(part) =>
              put(
                rows.map(([each, old], at) => (at === place ? [each, { ...old, ...part }] : [each, old])),
                `variables.${name}.${Object.keys(part).join()}`,
              )
            }
            onRemove={() => put(rows.filter((_, at) => at !== place))}
          />
        ))}
      </ul>
      {!readOnly && (
        <Button
          size="compact-md"
          variant="light"
          leftSection={<IconPlus size={15} />}
          style={{ alignSelf: "flex-start" }}
          onClick={() => put([...rows, [freshId("variable", flow.variables ?? {}), {}]])}
        >
          {t("newVariable")}
        </Button>
      )}
    </Stack>
  );
}

interface RowProps {
  name: string;
  variable: Variable;
  taken: (name: string) => boolean;
  onName: (name: string) => void;
  onChange: (part: Variable) => void;
  onRemove: () => void;
}

const TYPES = ["text", "number", "yes_no", "date", "list", "record"];

function Row({ name, variable, taken, onName, onChange, onRemove }: RowProps) {
  const t = useTranslations("flows.editor");
  const values = useValueWords();
  const { readOnly } = useForm();
  const [typed, setTyped] = useState<string | null>(null);
  const tell = useProblemWords();
  const problem = useProblemsAt(`variables.${name}`)[0];
  const wrong = typed !== null && (!NAME.test(typed) || taken(typed));
  return (
    <li className={classes.variable} data-field={`variables.${name}`}>
      <TextInput
        aria-label={t("variableName")}
        error={wrong ? t("variableNameHint") : problem && tell(problem).message}
        readOnly={readOnly}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={typed ?? name}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => {
          if (typed !== null && typed !== name && !wrong) onName(typed);
          setTyped(null);
        }}
      />
      <Select
        aria-label={t("typeOf", { name })}
        allowDeselect={false}
        disabled={readOnly}
        data={TYPES.map((value) => ({ value, label: values(value) }))}
        value={variable.type ?? "text"}
        onChange={(type) => type && onChange({ type, default: null })}
      />
      {readOnly ? (
        <span />
      ) : (
        <ActionIcon color="gray" aria-label={t("deleteVariable", { name })} onClick={onRemove}>
          <IconTrash size={15} />
        </ActionIcon>
      )}
      <TextInput
        aria-label={t("titleOf", { name })}
        placeholder={t("whatItIs")}
        readOnly={readOnly}
        dir="auto"
        value={variable.title ?? ""}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <Default name={name} variable={variable} onChange={(value) => onChange({ default: value })} />
      <span />
      <Checkbox
        size="xs"
        className={classes.given}
        label={t("given")}
        disabled={readOnly}
        checked={variable.given ?? false}
        onChange={(event) => onChange({ given: event.currentTarget.checked })}
      />
    </li>
  );
}

/** Empty: it is not set until a step sets it. */
function Default({
  name,
  variable,
  onChange,
}: Pick<RowProps, "name" | "variable"> & { onChange: (value: Json) => void }) {
  const t = useTranslations("flows.editor");
  const { readOnly } = useForm();
  const [typed, setTyped] = useState<string | null>(null);
  const label = t("defaultOf", { name });
  const value = variable.default ?? null;
  if (variable.type === "yes_no") {
    return (
      <Select
        aria-label={label}
        placeholder={t("notSet")}
        clearable
        disabled={readOnly}
        data={[
          { value: "true", label: t("yes") },
          { value: "false", label: t("no") },
        ]}
        value={value === null ? null : String(value)}
        onChange={(next) => onChange(next === null ? null : next === "true")}
      />
    );
  }
  if (variable.type === "number") {
    return (
      <NumberInput
        aria-label={label}
        placeholder={t("notSet")}
        hideControls
        readOnly={readOnly}
        value={typeof value === "number" ? value : ""}
        onChange={(next) => onChange(typeof next === "number" ? next : null)}
      />
    );
  }
  const isStructure = variable.type === "list" || variable.type === "record";
  if (!isStructure) {
    return (
      <TextInput
        aria-label={label}
        placeholder={t("notSet")}
        type={variable.type === "date" ? "date" : "text"}
        readOnly={readOnly}
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      />
    );
  }
  return (
    <TextInput
      aria-label={label}
      placeholder={variable.type === "list" ? "[]" : "{}"}
      readOnly={readOnly}
      error={typed !== null && typed !== "" && read(typed) === undefined}
      value={typed ?? (value === null ? "" : JSON.stringify(value))}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        const next = typed === null ? undefined : typed === "" ? null : read(typed);
        if (next !== undefined) onChange(next);
        setTyped(null);
      }}
    />
  );
}

function read(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
