/** A policy: whom it is for, in a sentence, and when it is open, all that it promises. */
import { ActionIcon, Badge, Menu, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconCopy, IconDots, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useProblemsUnder } from "../chapter/useProblem";
import { sayWhen } from "../conditions/say";
import { useWords } from "../conditions/useFacts";
import { Handle } from "../Handle";
import classes from "../rules.module.css";
import type { useReorder } from "../useReorder";
import type { PolicyForm } from "./form";
import { PolicyEditor } from "./PolicyEditor";

interface Props {
  policy: PolicyForm;
  index: number;
  levels: string[];
  open: boolean;
  applies: boolean;
  readOnly: boolean;
  carrier: ReturnType<typeof useReorder>;
  onToggle: () => void;
  onChange: (policy: PolicyForm) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

export function PolicyCard(props: Props) {
  const { policy, index, levels, open, applies, readOnly, carrier, onToggle, onChange } = props;
  const t = useTranslations("rules.sla");
  const words = useWords();
  const path = `policies.${index}`;
  const wrong = useProblemsUnder(path);
  return (
    <li className={classes.card} data-wrong={wrong.length > 0} data-matched={applies} {...carrier.row(index)}>
      <div className={classes.summary}>
        {!readOnly && <Handle name={policy.name} {...carrier.handle(index)} />}
        <span className={classes.number}>{index + 1}</span>
        <UnstyledButton className={classes.sentence} aria-expanded={open} onClick={onToggle}>
          <strong>{policy.name || t("unnamed")}</strong>
          <span className={classes.condition}>
            {sayWhen("for", policy.when, words)} · {words.t(`time.${policy.time}`)}
          </span>
        </UnstyledButton>
        <span className={classes.tools}>
          {applies && (
            <Badge size="sm" color="helpline" variant="light" tt="none">
              {t("applies")}
            </Badge>
          )}
          {wrong.length > 0 && (
            <Badge size="sm" color="red" tt="none">
              {wrong.length}
            </Badge>
          )}
          {!readOnly && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon color="gray" aria-label={t("more", { name: policy.name })}>
                  <IconDots size={18} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconCopy size={16} />} onClick={props.onDuplicate}>
                  {t("duplicate")}
                </Menu.Item>
                <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={props.onRemove}>
                  {t("remove")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
          <ActionIcon color="gray" aria-label={open ? t("shut") : t("open")} onClick={onToggle}>
            <IconChevronDown size={18} style={{ transform: open ? "rotate(180deg)" : undefined }} />
          </ActionIcon>
        </span>
      </div>
      {open && (
        <PolicyEditor policy={policy} path={path} levels={levels} readOnly={readOnly} onChange={onChange} />
      )}
    </li>
  );
}
