/** A rule: one sentence, and when it is open, its parts. */
import { ActionIcon, Badge, Menu, Switch, UnstyledButton } from "@mantine/core";
import { IconArrowNarrowRight, IconChevronDown, IconCopy, IconDots, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useProblemsUnder } from "../chapter/useProblem";
import { sayOutcome, sayWhen } from "../conditions/say";
import { useWords } from "../conditions/useFacts";
import { Handle } from "../Handle";
import type { Rule } from "../model";
import classes from "../rules.module.css";
import type { useReorder } from "../useReorder";
import { RuleEditor } from "./RuleEditor";

interface Props {
  rule: Rule;
  index: number;
  open: boolean;
  readOnly: boolean;
  matched: boolean;
  carrier: ReturnType<typeof useReorder>;
  onToggle: () => void;
  onChange: (rule: Rule) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

export function RuleCard(props: Props) {
  const { rule, index, open, readOnly, matched, carrier, onToggle, onChange, onDuplicate, onRemove } = props;
  const t = useTranslations("rules.routing");
  const words = useWords();
  const path = `rules.${index}`;
  const wrong = useProblemsUnder(path);
  const then = sayOutcome(rule.then, words).join(", ");
  const name = rule.name || t("unnamed");
  return (
    <li
      className={classes.card}
      data-wrong={wrong.length > 0}
      data-off={!rule.enabled}
      data-matched={matched}
      {...carrier.row(index)}
    >
      <div className={classes.summary}>
        {!readOnly && <Handle name={name} {...carrier.handle(index)} />}
        <span className={classes.number}>{index + 1}</span>
        <UnstyledButton className={classes.sentence} aria-expanded={open} onClick={onToggle}>
          <strong>{name}</strong>
          <span className={classes.condition}>{sayWhen("if", rule.when, words)}</span>
          <IconArrowNarrowRight size={17} className={classes.arrow} aria-label={t("then")} />
          {then || t("nothing")}
        </UnstyledButton>
        <span className={classes.tools}>
          {matched && (
            <Badge size="sm" color="helpline" variant="light" tt="none">
              {t("matched")}
            </Badge>
          )}
          {wrong.length > 0 && (
            <Badge size="sm" color="red" tt="none">
              {wrong.length}
            </Badge>
          )}
          {readOnly && !rule.enabled && (
            <Badge size="sm" color="gray" variant="light" tt="none">
              {words.t("off")}
            </Badge>
          )}
          {!readOnly && (
            <Switch
              size="sm"
              aria-label={t("enabled", { name })}
              checked={rule.enabled}
              onChange={(event) => onChange({ ...rule, enabled: event.currentTarget.checked })}
            />
          )}
          {!readOnly && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon color="gray" aria-label={t("more", { name })}>
                  <IconDots size={18} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconCopy size={16} />} onClick={onDuplicate}>
                  {t("duplicate")}
                </Menu.Item>
                <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onRemove}>
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
      {open && <RuleEditor rule={rule} path={path} readOnly={readOnly} onChange={onChange} />}
    </li>
  );
}
