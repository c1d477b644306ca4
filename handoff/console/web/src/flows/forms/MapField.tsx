/** Names with a value each: headers, fields of a body, variables of another flow. */
import { Button, Input, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { Json } from "../model/types";
import type { FieldProps } from "./FieldView";
import { FieldView } from "./FieldView";
import { freshValue, isFields } from "./fields";
import { useForm } from "./FormContext";
import classes from "./forms.module.css";
import { RowButton } from "./ListField";
import { VariableSelect } from "./VariableFields";

export function MapField({
  field,
  value,
  path,
  label,
  aria,
  hint,
  error,
  siblings,
  onChange,
}: FieldProps<"map">) {
  const t = useTranslations("flows.forms");
  const { readOnly, company } = useForm();
  const { key, value: item } = field.widget;
  // A step that names another flow speaks of that flow's variables.
  const other = company.flows.find((each) => each.id === siblings.flow);

  const rows = Object.entries(isFields(value) ? value : {});
  const put = (next: [string, Json][]) => onChange(Object.fromEntries(next));
  const rename = (at: number, name: string) =>
    put(rows.map(([old, each], place) => (place === at ? [name, each] : [old, each])));
  const taken = new Set(rows.map(([name]) => name));
  return (
    <Input.Wrapper label={label} description={hint} error={error} labelElement="div">
      <ul className={classes.rows}>
        {rows.map(([name, each], place) => (
          <li key={place} className={classes.pair}>
            <Name
              name={name}
              as={key}
              label={t("nameIn", { label: aria })}
              taken={taken}
              offered={other?.inputs}
              onChange={(next) => rename(place, next)}
            />
            <FieldView
              within={`${aria}: ${name}`}
              field={item}
              value={each}
              path={`${path}.${name}`}
              onChange={(next) => put(rows.map((row, at) => (at === place ? [name, next] : row)))}
            />
            {!readOnly && (
              <RowButton
                label={t("remove", { row: name || place + 1 })}
                icon={<IconTrash size={14} />}
                onClick={() => put(rows.filter((_, at) => at !== place))}
              />
            )}
          </li>
        ))}
      </ul>
      {!readOnly && (
        <Button
          size="compact-sm"
          variant="light"
          mt={6}
          disabled={taken.has("")}
          leftSection={<IconPlus size={14} />}
          aria-label={t("addTo", { label: aria })}
          onClick={() => put([...rows, ["", freshValue(item)]])}
        >
          {t("add")}
        </Button>
      )}
    </Input.Wrapper>
  );
}

interface NameProps {
  name: string;
  as: "variable" | "text";
  label: string;
  taken: ReadonlySet<string>;
  offered: readonly string[] | undefined;
  onChange: (name: string) => void;
}

/** Taken over when the field is left: half a name may be the name of another row. */
function Name({ name, as, label, taken, offered, onChange }: NameProps) {
  const t = useTranslations("flows.forms");
  const { readOnly } = useForm();
  const [typed, setTyped] = useState<string | null>(null);
  if (as === "variable") {
    return (
      <VariableSelect
        label={label}
        value={name}
        without={taken}
        offered={offered}
        onChange={(next) => onChange(next ?? "")}
      />
    );
  }
  const now = typed ?? name;
  const twice = typed !== null && typed !== name && taken.has(typed);
  return (
    <TextInput
      aria-label={label}
      placeholder={t("name")}
      readOnly={readOnly}
      error={twice && t("twice")}
      value={now}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== null && typed !== name && !twice) onChange(typed);
        setTyped(null);
      }}
    />
  );
}
