/** Words that a fact may have: chosen where all are known, else typed with what is known offered. */
import { MultiSelect, TagsInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { CLOSED, useFact, useValueName } from "./useFacts";

interface Props {
  fact: string;
  values: string[];
  readOnly?: boolean;
  error?: string | undefined;
  label?: string;
  onChange: (values: string[]) => void;
}

export function ValuesInput({ fact, values, readOnly = false, error, label, onChange }: Props) {
  const t = useTranslations("rules.condition");
  const valueName = useValueName();
  const known = useFact(fact).values;
  const offered = [...new Set([...known, ...values])];
  const common = {
    size: "xs",
    disabled: readOnly,
    "aria-label": label ?? t("values"),
    placeholder: values.length === 0 ? t("valuesHint") : "",
    value: values,
    error,
    onChange,
    // In a narrow column the place to type stays beside what is there.
    styles: { inputField: { minWidth: 24 } },
  };
  if (!CLOSED.includes(fact)) {
    return <TagsInput {...common} data={offered} renderOption={({ option }) => said(option.value)} />;
  }
  return (
    <MultiSelect
      {...common}
      searchable
      data={offered.map((value) => ({ value, label: valueName(fact, value) }))}
    />
  );

  function said(value: string): string {
    const name = valueName(fact, value);
    return name === value ? value : `${value} · ${name}`;
  }
}
