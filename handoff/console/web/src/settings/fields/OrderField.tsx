/** Some of several words in an order of one's own: dragged, or moved with the arrow keys. */
import { ActionIcon, Input, Menu } from "@mantine/core";
import { IconGripVertical, IconPlus, IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import classes from "./fields.module.css";
import { moved } from "../rules/lists";
import { useReorder } from "../rules/useReorder";

interface Props<Word extends string> {
  label: string;
  description?: string;
  value: readonly Word[];
  all: readonly Word[];
  wording: (word: Word) => { name: string; hint: string };
  readOnly: boolean;
  error?: string | undefined;
  onChange: (value: Word[]) => void;
}

export function OrderField<Word extends string>(props: Props<Word>) {
  const { label, description, value, all, wording, readOnly, error, onChange } = props;
  const t = useTranslations("fields");
  const rest = all.filter((each) => !value.includes(each));
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);
  // A row may be carried over several places before this is drawn again.
  const reorder = useReorder((from, to) => {
    latest.current = moved(latest.current, from, to);
    onChange([...latest.current]);
  });
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <ol className={classes.order}>
        {value.map((each, index) => (
          <li key={each} {...reorder.row(index)}>
            {!readOnly && (
              <ActionIcon
                size="sm"
                color="gray"
                aria-label={t("carry", { name: wording(each).name })}
                {...reorder.handle(index)}
              >
                <IconGripVertical size={15} />
              </ActionIcon>
            )}
            <b>{index + 1}</b>
            <span className={classes.criterion}>
              {wording(each).name} <small>{wording(each).hint}</small>
            </span>
            {!readOnly && (
              <ActionIcon
                size="sm"
                color="gray"
                aria-label={t("leaveOut", { name: wording(each).name })}
                onClick={() => onChange(value.filter((other) => other !== each))}
              >
                <IconX size={15} />
              </ActionIcon>
            )}
          </li>
        ))}
        {!readOnly && rest.length > 0 && (
          <li>
            <Menu position="bottom-start">
              <Menu.Target>
                <ActionIcon size="sm" aria-label={t("addTo", { label })}>
                  <IconPlus size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {rest.map((each) => (
                  <Menu.Item key={each} onClick={() => onChange([...value, each])}>
                    {wording(each).name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </li>
        )}
      </ol>
    </Input.Wrapper>
  );
}
