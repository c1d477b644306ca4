/** A text or an expression into which names are put by picking: where the cursor was. */
import { ActionIcon, Menu, Textarea, Tooltip, type TextareaProps } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";

import type { Json } from "../model/types";
import { useForm, type Pickable } from "./FormContext";
import classes from "./forms.module.css";
import { inserted } from "./inserting";

interface Props extends Pick<TextareaProps, "leftSection" | "lang" | "aria-label"> {
  as: "template" | "expression";
  value: Json;
  label?: string;
  hint?: string;
  error?: string | boolean | undefined;
  minRows?: number;
  onChange: (value: string) => void;
}

const SOURCES: Pickable["of"][] = ["flow", "customer", "session", "time"];

export function NamedText({ as, value, label, hint, error, minRows = 1, onChange, ...rest }: Props) {
  const t = useTranslations("flows.forms");
  const { readOnly, pickable } = useForm();
  const input = useRef<HTMLTextAreaElement>(null);
  const text = typeof value === "string" ? value : "";
  const put = (name: string) => {
    const field = input.current;
    const from = field?.selectionStart ?? text.length;
    const next = inserted(text, name, from, field?.selectionEnd ?? from, as);
    onChange(next.text);
    // After the menu has given the focus back.
    setTimeout(() => {
      field?.focus();
      field?.setSelectionRange(next.cursor, next.cursor);
    }, 60);
  };
  return (
    <Textarea
      {...rest}
      ref={input}
      autosize
      minRows={minRows}
      maxRows={12}
      dir="auto"
      label={label}
      description={hint}
      error={error}
      readOnly={readOnly}
      spellCheck={as === "template"}
      classNames={{
        input: as === "expression" ? (classes.expression ?? "") : "",
        section: classes.section ?? "",
      }}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSection={
        !readOnly && (
          <Menu position="bottom-end" withinPortal returnFocus={false}>
            <Menu.Target>
              <Tooltip label={t("insert")}>
                <ActionIcon size="sm" color="gray" aria-label={t("insert")}>
                  <IconBraces size={15} />
                </ActionIcon>
              </Tooltip>
            </Menu.Target>
            <Menu.Dropdown className={classes.names}>
              {SOURCES.map((of) => ({ of, names: pickable.filter((each) => each.of === of) }))
                .filter(({ names }) => names.length > 0)
                .map(({ of, names }) => [
                  <Menu.Label key={of}>{t(`sources.${of}`)}</Menu.Label>,
                  ...names.map(({ name, title }) => (
                    <Menu.Item key={name} onClick={() => put(name)}>
                      <code>{name}</code>
                      {title && <span>{title}</span>}
                    </Menu.Item>
                  )),
                ])}
              {pickable.length === 0 && <Menu.Label>{t("noNames")}</Menu.Label>}
            </Menu.Dropdown>
          </Menu>
        )
      }
    />
  );
}
