/** What is picked from what the company has: lines, topics, secrets, other flows; and words that are suggested. */
import { Autocomplete, Select, TagsInput, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useChannelName, useTopicName } from "../../shared/names";
import { usePreferences } from "../../app/preferences";
import { within } from "../model/preview";
import type { Fields, Json, Named } from "../model/types";
import type { FieldProps } from "./FieldView";
import { isFields, type Reference } from "./fields";
import { useForm, type Form } from "./FormContext";

interface Option {
  value: string;
  label: string;
}

function useNames(to: Reference): Option[] {
  const { company } = useForm();
  const { language } = usePreferences();
  const topicName = useTopicName();
  const named = (all: readonly Named[]) =>
    all.map(({ id, name }) => ({
      value: id,
      label: (typeof name === "string" ? name : within(name, [language, "en"])) || id,
    }));
  const plain = (all: readonly string[]) => all.map((value) => ({ value, label: value }));
  switch (to) {
    case "line":
      return named(company.lines);
    case "topic":
      return company.topics.map(({ id }) => ({ value: id, label: topicName(id) }));
    case "flow":
      return named(company.flows.filter((each) => each.enterable));
    case "secret":
      return plain(company.secrets);
    case "process":
      return plain(company.processes);
  }
}

/** One that is not there (any more) stays, and says so. */
export function ReferenceField({
  field,
  value,
  label,
  aria,
  hint,
  error,
  to,
  onChange,
}: FieldProps & { to: Reference }) {
  const t = useTranslations("flows.forms");
  const { readOnly } = useForm();
  const names = useNames(to);
  const chosen = typeof value === "string" ? value : "";
  const missing = chosen && !names.some((each) => each.value === chosen);
  return (
    <Select
      searchable
      label={label}
      aria-label={aria}
      description={hint}
      error={error ?? (missing ? t("missing") : undefined)}
      placeholder={field.nullable ? t("none") : t(`references.${to}`)}
      disabled={readOnly}
      clearable={field.nullable}
      allowDeselect={field.nullable}
      nothingFoundMessage={t(`noReferences.${to}`)}
      data={missing ? [...names, { value: chosen, label: chosen }] : names}
      value={chosen || null}
      onChange={(next) => onChange(next ?? (field.nullable ? null : ""))}
    />
  );
}

/** What plain words may be; the schema says only that they are words. */
function suggested(name: string, siblings: Fields, form: Form): string[] {
  const { company, kinds } = form;
  const own: Record<string, readonly string[] | undefined> = {
    channels: kinds.channels.map((each) => each.id),
    languages: company.languages,
    attribute: company.attributes,
    intent: company.intents,
    hook: company.hooks,
    step: siblings.flow ? [] : Object.keys(form.steps).filter((id) => buttonsOf(form, id).length > 0),
    choice: typeof siblings.step === "string" ? buttonsOf(form, siblings.step) : [],
  };
  return [...(own[name] ?? [])];
}

function buttonsOf({ steps }: Form, id: string): string[] {
  const buttons: Json | undefined = steps[id]?.buttons;
  return Array.isArray(buttons)
    ? buttons.flatMap((each) => (isFields(each) && typeof each.id === "string" ? [each.id] : []))
    : [];
}

export function SuggestedText({
  field,
  value,
  label,
  aria,
  hint,
  error,
  siblings,
  onChange,
}: FieldProps<"text">) {
  const form = useForm();
  const data = suggested(field.name, siblings, form);
  const shared = {
    label,
    "aria-label": aria,
    description: hint,
    error,
    readOnly: form.readOnly,
    dir: "auto" as const,
    ...(field.widget.longest !== undefined && { maxLength: field.widget.longest }),
    value: typeof value === "string" ? value : "",
  };
  const write = (text: string) => onChange(text || !field.nullable ? text : null);
  if (data.length === 0)
    return <TextInput {...shared} onChange={(event) => write(event.currentTarget.value)} />;
  return <Autocomplete {...shared} data={data} onChange={write} />;
}

export function SuggestedWords({ field, value, label, aria, hint, error, siblings, onChange }: FieldProps) {
  const t = useTranslations("flows.forms");
  const form = useForm();
  const channelName = useChannelName();
  const data = suggested(field.name, siblings, form);
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <TagsInput
      label={label}
      aria-label={aria}
      description={hint || (data.length === 0 ? t("enterEach") : undefined)}
      error={error}
      readOnly={form.readOnly}
      splitChars={["\n"]}
      acceptValueOnBlur
      data={data}
      renderOption={({ option }) => (field.name === "channels" ? channelName(option.value) : option.value)}
      value={chosen}
      onChange={onChange}
    />
  );
}
