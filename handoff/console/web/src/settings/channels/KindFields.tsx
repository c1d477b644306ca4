/** The fields that a kind asks for, drawn from its schema. What a secret is, is never shown. */
import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { usePreferences } from "../../app/preferences";
import pageClasses from "../Settings.module.css";
import {
  fieldsOf,
  isInvented,
  type ConnectionForm,
  type KindField,
  type KindView,
  type Setting,
} from "./model";
import { SecretInput } from "./SecretInput";

interface Props {
  kind: KindView;
  /** The secrets that are kept. */
  kept: string[];
  form: ConnectionForm;
  change: (part: Partial<ConnectionForm>) => void;
  errorAt: (path: string) => string | undefined;
  readOnly: boolean;
}

export function KindFields({ kind, kept, form, change, errorAt, readOnly }: Props) {
  const fields = useMemo(() => fieldsOf(kind), [kind]);
  if (fields.length === 0) return null;
  return (
    <div className={pageClasses.pair}>
      {fields.map((field) =>
        field.type === "secret" ? (
          <SecretInput
            key={field.name}
            field={field}
            kept={kept.includes(field.name)}
            invented={isInvented(kind.name, field.name)}
            value={form.secrets[field.name] ?? null}
            readOnly={readOnly}
            error={errorAt(`settings.${field.name}`)}
            onChange={(value) => change({ secrets: { ...form.secrets, [field.name]: value } })}
          />
        ) : (
          <PlainInput
            key={field.name}
            field={field}
            value={form.settings[field.name] ?? ""}
            readOnly={readOnly}
            error={errorAt(`settings.${field.name}`)}
            onChange={(value) => change({ settings: { ...form.settings, [field.name]: value } })}
          />
        ),
      )}
    </div>
  );
}

/** A field's words in the reader's language. */
export function useWords(): (words: Record<string, string>) => string {
  const { language } = usePreferences();
  return (words) => words[language] ?? words.en ?? "";
}

interface InputProps {
  field: KindField;
  value: Setting;
  readOnly: boolean;
  error: string | undefined;
  onChange: (value: Setting) => void;
}

function PlainInput({ field, value, readOnly, error, onChange }: InputProps) {
  const t = useTranslations("connections");
  const words = useWords();
  const shared = {
    label: words(field.label),
    description: words(field.help) || undefined,
    required: field.required,
    error,
  };
  switch (field.type) {
    case "flag":
      return (
        <Switch
          label={shared.label}
          description={shared.description}
          error={error}
          disabled={readOnly}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <Select
          {...shared}
          allowDeselect={false}
          disabled={readOnly}
          data={field.choices}
          value={String(value)}
          onChange={(choice) => choice !== null && onChange(choice)}
        />
      );
    case "number":
      return (
        <NumberInput
          {...shared}
          {...(field.min !== undefined && { min: field.min })}
          {...(field.max !== undefined && { max: field.max })}
          clampBehavior="none"
          allowDecimal={false}
          hideControls
          readOnly={readOnly}
          value={typeof value === "number" ? value : ""}
          onChange={(number) => onChange(typeof number === "number" ? number : "")}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          maxLength={field.maxLength ?? 1000}
          placeholder={field.required ? undefined : t("mayBeEmpty")}
          autoComplete="off"
          spellCheck={false}
          readOnly={readOnly}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
