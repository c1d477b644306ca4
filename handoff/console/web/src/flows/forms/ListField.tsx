/** Rows that are added, taken away and put in another order. */
import { ActionIcon, Button, Group, Input } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import type { Json } from "../model/types";
import type { FieldProps } from "./FieldView";
import { FieldView } from "./FieldView";
import { freshRow } from "./fields";
import { useForm } from "./FormContext";
import classes from "./forms.module.css";

export function ListField({ field, value, path, label, aria, hint, error, onChange }: FieldProps<"list">) {
  const t = useTranslations("flows.forms");
  const { readOnly } = useForm();
  const { item } = field.widget;
  const rows = Array.isArray(value) ? value : [];
  const set = (at: number, row: Json) => onChange(rows.map((each, place) => (place === at ? row : each)));
  const swap = (at: number, other: number) => {
    const next = [...rows];
    [next[at], next[other]] = [next[other] as Json, next[at] as Json];
    onChange(next);
  };
  return (
    <Input.Wrapper label={label} description={hint} error={error} labelElement="div">
      <ol className={classes.rows}>
        {rows.map((row, place) => (
          <li key={place} className={classes.row}>
            <div className={classes.rowHead}>
              <span>{place + 1}</span>
              {!readOnly && (
                <Group gap={2}>
                  <RowButton
                    label={t("up", { row: place + 1 })}
                    icon={<IconArrowUp size={14} />}
                    disabled={place === 0}
                    onClick={() => swap(place, place - 1)}
                  />
                  <RowButton
                    label={t("down", { row: place + 1 })}
                    icon={<IconArrowDown size={14} />}
                    disabled={place === rows.length - 1}
                    onClick={() => swap(place, place + 1)}
                  />
                  <RowButton
                    label={t("remove", { row: place + 1 })}
                    icon={<IconTrash size={14} />}
                    onClick={() => onChange(rows.filter((_, at) => at !== place))}
                  />
                </Group>
              )}
            </div>
            <FieldView
              within={`${aria} ${place + 1}`}
              field={item}
              value={row}
              path={`${path}.${place}`}
              onChange={(next) => set(place, next)}
            />
          </li>
        ))}
      </ol>
      {!readOnly && (
        <Button
          size="compact-sm"
          variant="light"
          mt={6}
          leftSection={<IconPlus size={14} />}
          aria-label={t("addTo", { label: aria })}
          onClick={() => onChange([...rows, freshRow(item, rows)])}
        >
          {t("add")}
        </Button>
      )}
    </Input.Wrapper>
  );
}

interface RowButtonProps {
  label: string;
  icon: React.ReactNode;
  disabled?: boolean;
  onClick: () => void;
}

export function RowButton({ label, icon, disabled = false, onClick }: RowButtonProps) {
  return (
    <ActionIcon size="sm" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}
