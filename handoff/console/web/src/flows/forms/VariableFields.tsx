/** Variables of the flow: picked by name, or made by typing a new one. */
import { Combobox, InputBase, MultiSelect, TextInput, useCombobox } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { FieldProps } from "./FieldView";
import { useForm } from "./FormContext";

const NAME = /^[A-Za-z_]\w*$/;

interface Props {
  label: string;
  value: string;
  visibleLabel?: string;
  hint?: string;
  error?: string | undefined;
  nullable?: boolean;
  without?: ReadonlySet<string>;
  /** Of another flow: its variables, and none of ours. */
  offered?: readonly string[] | undefined;
  onChange: (name: string | null) => void;
}

export function VariableSelect(props: Props) {
  const { label, value, visibleLabel, hint, error, nullable, without, onChange } = props;
  const t = useTranslations("flows.forms");
  const { variables: own, pickable, readOnly, declare } = useForm();
  const variables = props.offered ?? own;
  const [typed, setTyped] = useState<string | null>(null);
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setTyped(null);
    },
  });
  const needle = (typed ?? "").trim();
  const shown = variables.filter(
    (each) => (each === value || !without?.has(each)) && each.toLowerCase().includes(needle.toLowerCase()),
  );
  const isNew = NAME.test(needle) && !variables.includes(needle);
  const pick = (name: string) => {
    if (name === CLEAR) onChange(null);
    else {
      if (!props.offered && !own.includes(name)) declare(name);
      onChange(name);
    }
    combobox.closeDropdown();
  };
  const title = (name: string) => pickable.find((each) => each.name === name)?.title;
  return (
    <Combobox store={combobox} onOptionSubmit={pick} withinPortal>
      <Combobox.Target>
        <InputBase
          label={visibleLabel}
          description={hint}
          error={error}
          aria-label={label}
          readOnly={readOnly}
          placeholder={t("variable")}
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          value={typed ?? value}
          onFocus={() => !readOnly && combobox.openDropdown()}
          onClick={() => !readOnly && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={240} style={{ overflowY: "auto" }}>
          {shown.map((name) => (
            <Combobox.Option key={name} value={name} active={name === value}>
              <code>{name}</code> <small>{title(name)}</small>
            </Combobox.Option>
          ))}
          {isNew && (
            <Combobox.Option value={needle}>
              {props.offered ? needle : t("makeVariable", { name: needle })}
            </Combobox.Option>
          )}
          {nullable && value && <Combobox.Option value={CLEAR}>{t("noVariable")}</Combobox.Option>}
          {shown.length === 0 && !isNew && <Combobox.Empty>{t("typeVariable")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** No variable can be called so. */
const CLEAR = "\0";

export function VariableField({ field, value, label, aria, hint, error, onChange }: FieldProps) {
  return (
    <VariableSelect
      label={aria}
      visibleLabel={label}
      hint={hint}
      error={error}
      nullable={field.nullable}
      value={typeof value === "string" ? value : ""}
      onChange={(name) => onChange(name ?? (field.nullable ? null : ""))}
    />
  );
}

export function VariablesField({ value, label, aria, hint, error, onChange }: FieldProps) {
  const { variables, readOnly } = useForm();
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const all = [...new Set([...variables, ...chosen])];
  if (all.length === 0)
    return <TextInput label={label} aria-label={aria} description={hint} disabled value="" />;
  return (
    <MultiSelect
      searchable
      label={label}
      aria-label={aria}
      description={hint}
      error={error}
      disabled={readOnly}
      data={all}
      value={chosen}
      onChange={onChange}
    />
  );
}
