/** One field of a form, by its widget. Groups and lists hold fields again. */
import { Input, JsonInput, NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { DurationField } from "../../settings/fields/DurationField";
import type { Fields, Json } from "../model/types";
import { changed, isFields, isShown, valueOf, type Field, type Widget } from "./fields";
import { duration, seconds } from "./duration";
import { useForm, useProblemsAt } from "./FormContext";
import classes from "./forms.module.css";
import { ListField } from "./ListField";
import { LocalizedField } from "./LocalizedField";
import { MapField } from "./MapField";
import { NamedText } from "./NamedText";
import { ReferenceField, SuggestedText, SuggestedWords } from "./PickFields";
import { ScheduleField } from "./ScheduleField";
import { VariableField, VariablesField } from "./VariableFields";
import { useProblemWords } from "./useProblemWords";
import { useValueWords, useWords } from "./words";

export interface FieldProps<As extends Widget["as"] = Widget["as"]> {
  field: Field & { widget: Extract<Widget, { as: As }> };
  value: Json;
  path: string;
  /** Shown above; empty in a row that says already what it is. */
  label: string;
  /** The same for those who hear the page, and never empty. */
  aria: string;
  hint: string;
  error: string | undefined;
  /** The fields beside this one. */
  siblings: Fields;
  onChange: (value: Json) => void;
}

interface Props {
  field: Field;
  value: Json;
  path: string;
  siblings?: Fields;
  /** What the row around it is called, which is not said again. */
  within?: string;
  onChange: (value: Json) => void;
}

export function FieldView({ field, value, path, siblings = {}, within, onChange }: Props) {
  const words = useWords();
  const tell = useProblemWords();
  const problem = useProblemsAt(path)[0];
  const shared = {
    value,
    path,
    label: within === undefined ? words(field.title) : "",
    aria: within ?? words(field.title),
    hint: within === undefined ? words(field.hint) : "",
    error: problem && tell(problem).message,
    siblings,
    onChange,
  };
  return (
    <div data-field={path} className={classes.field}>
      <WidgetView field={field} {...shared} />
    </div>
  );
}

function WidgetView(props: FieldProps) {
  const { field } = props;
  const { widget } = field;
  switch (widget.as) {
    case "text":
      return <TextWidget {...props} field={{ ...field, widget }} />;
    case "localized":
      return <LocalizedField {...props} field={{ ...field, widget }} />;
    case "expression":
    case "template":
      return <NamedWidget {...props} as={widget.as} />;
    case "variable":
      return <VariableField {...props} />;
    case "variables":
      return <VariablesField {...props} />;
    case "reference":
      return <ReferenceField {...props} to={widget.to} />;
    case "number":
      return <NumberWidget {...props} field={{ ...field, widget }} />;
    case "duration":
      return <DurationWidget {...props} />;
    case "time":
      return <TimeWidget {...props} />;
    case "switch":
      return <SwitchWidget {...props} />;
    case "choice":
      return <ChoiceWidget {...props} field={{ ...field, widget }} />;
    case "words":
      return <SuggestedWords {...props} />;
    case "list":
      return <ListField {...props} field={{ ...field, widget }} />;
    case "map":
      return <MapField {...props} field={{ ...field, widget }} />;
    case "schedule":
      return <ScheduleField {...props} />;
    case "group":
      return <GroupWidget {...props} field={{ ...field, widget }} />;
    case "json":
      return <JsonWidget {...props} />;
  }
}

function asText(value: Json): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function TextWidget(props: FieldProps<"text">) {
  const { field, value, label, aria, hint, error, onChange } = props;
  const { readOnly } = useForm();
  const { widget } = field;
  if (!widget.long) return <SuggestedText {...props} />;
  return (
    <Textarea
      autosize
      minRows={2}
      maxRows={10}
      dir="auto"
      label={label}
      aria-label={aria}
      description={hint}
      error={error}
      readOnly={readOnly}
      value={asText(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function NamedWidget({
  as,
  value,
  label,
  aria,
  hint,
  error,
  onChange,
}: FieldProps & { as: "expression" | "template" }) {
  return (
    <NamedText
      as={as}
      value={value}
      label={label}
      aria-label={aria}
      hint={hint}
      error={error}
      onChange={onChange}
    />
  );
}

function NumberWidget({ field, value, label, aria, hint, error, onChange }: FieldProps<"number">) {
  const { readOnly } = useForm();
  const { whole, least, most } = field.widget;
  return (
    <NumberInput
      label={label}
      aria-label={aria}
      description={hint}
      error={error}
      readOnly={readOnly}
      allowDecimal={!whole}
      {...(least !== undefined && { min: least })}
      {...(most !== undefined && { max: most })}
      {...(!whole && most === 1 && { step: 0.05 })}
      value={typeof value === "number" ? value : ""}
      onChange={(next) => {
        if (typeof next === "number") onChange(next);
        else if (next === "" && field.nullable) onChange(null);
      }}
    />
  );
}

function DurationWidget({ field, value, label, aria, hint, error, onChange }: FieldProps) {
  const { readOnly } = useForm();
  const t = useTranslations("flows.forms");
  return (
    <DurationField
      label={label || aria}
      description={hint}
      error={error}
      units={["second", "minute", "hour", "day"]}
      readOnly={readOnly}
      {...(field.nullable && { placeholder: t("never") })}
      value={typeof value === "string" ? seconds(value) : typeof value === "number" ? value : null}
      onChange={(next) => {
        if (next !== null) onChange(duration(next));
        else if (field.nullable) onChange(null);
      }}
    />
  );
}

function TimeWidget({ value, label, aria, hint, error, onChange }: FieldProps) {
  const { readOnly } = useForm();
  return (
    <TextInput
      type="time"
      label={label}
      aria-label={aria}
      description={hint}
      error={error}
      readOnly={readOnly}
      value={asText(value).slice(0, 5)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function SwitchWidget({ value, label, aria, hint, error, onChange }: FieldProps) {
  const { readOnly } = useForm();
  return (
    <Switch
      label={label}
      aria-label={aria}
      description={hint}
      error={error}
      disabled={readOnly}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

function ChoiceWidget({ field, value, label, aria, hint, error, onChange }: FieldProps<"choice">) {
  const { readOnly } = useForm();
  const words = useValueWords();
  return (
    <Select
      label={label}
      aria-label={aria}
      description={hint}
      error={error}
      disabled={readOnly}
      allowDeselect={false}
      clearable={field.nullable}
      data={field.widget.options.map((each) => ({
        value: each,
        label: /^[A-Z]+$/.test(each) ? each : words(each),
      }))}
      value={asText(value) || null}
      onChange={(next) => (next !== null || field.nullable) && onChange(next)}
    />
  );
}

function GroupWidget({ field, value, path, label, hint, error, onChange }: FieldProps<"group">) {
  return (
    <Input.Wrapper label={label} description={hint} error={error} labelElement="div">
      <div className={label ? `${classes.group} ${classes.only}` : classes.group}>
        <FieldsView
          fields={field.widget.fields}
          all={isFields(value) ? value : {}}
          path={path}
          onChange={(next) => onChange(next)}
        />
      </div>
    </Input.Wrapper>
  );
}

function JsonWidget({ value, label, aria, hint, error, onChange }: FieldProps) {
  const { readOnly } = useForm();
  return (
    <JsonInput
      autosize
      minRows={1}
      label={label}
      aria-label={aria}
      description={hint}
      error={error}
      readOnly={readOnly}
      key={JSON.stringify(value)}
      defaultValue={value === null ? "" : JSON.stringify(value, null, 2)}
      onBlur={(event) => {
        const text = event.currentTarget.value.trim();
        const read = parsed(text);
        if (read !== undefined) onChange(read);
      }}
    />
  );
}

function parsed(text: string): Json | undefined {
  if (!text) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

interface FieldsProps {
  fields: readonly Field[];
  all: Fields;
  path: string;
  onChange: (all: Fields, path: string) => void;
}

/** Fields one below the other, without those that mean nothing now. */
export function FieldsView({ fields, all, path, onChange }: FieldsProps) {
  const under = (name: string) => (path ? `${path}.${name}` : name);
  return fields
    .filter((field) => isShown(field, all, fields))
    .map((field) => (
      <FieldView
        key={field.name}
        field={field}
        value={valueOf(field, all)}
        path={under(field.name)}
        siblings={all}
        onChange={(value) => onChange(changed(all, field, value), under(field.name))}
      />
    ));
}
