/** A group of conditions, which may hold further groups. */
import { ActionIcon, Button, Group as Row, Select, Text } from "@mantine/core";
import { IconFolderPlus, IconPlus, IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useProblem } from "../chapter/useProblem";
import { inserted, replaced, without } from "../lists";
import type { Condition, Group } from "../model";
import classes from "./conditions.module.css";
import { LeafEditor } from "./LeafEditor";
import { DEEPEST, isGroup, unwrapped, wrapped } from "./tree";

const QUANTIFIERS = ["all", "any", "not_all", "none"] as const;
type Quantifier = (typeof QUANTIFIERS)[number];

function quantifierOf(condition: Condition): Quantifier {
  const { not, inner } = unwrapped(condition);
  if (inner.kind === "any") return not ? "none" : "any";
  return not ? "not_all" : "all";
}

function quantified(quantifier: Quantifier, of: Condition[]): Condition {
  const kind = quantifier === "any" || quantifier === "none" ? "any" : "all";
  return wrapped({ not: quantifier === "none" || quantifier === "not_all", inner: { kind, of } });
}

interface Props {
  condition: Condition;
  path: string;
  /** Where a part stands, if not within this group: see ConditionEditor. */
  pathOf?: ((index: number) => string) | undefined;
  depth: number;
  readOnly: boolean;
  barred: string[];
  onChange: (condition: Condition) => void;
  onRemove?: () => void;
}

export function GroupEditor(props: Props) {
  const { condition, path, depth, readOnly, barred, onChange, onRemove } = props;
  const t = useTranslations("rules.condition");
  const { not, inner } = unwrapped(condition);
  const problem = useProblem(path);
  const { of } = inner as Group;
  const inside = not ? `${path}.of` : path;
  const pathOf = props.pathOf ?? ((index: number) => `${inside}.of.${index}`);
  const put = (parts: Condition[]) => onChange(quantified(quantifierOf(condition), parts));
  const add = (part: Condition) => put(inserted(of, of.length, part));
  return (
    <div className={classes.group} data-depth={depth}>
      <Row gap={6} wrap="nowrap">
        <Select
          size="xs"
          w={190}
          allowDeselect={false}
          disabled={readOnly}
          aria-label={t("quantifier")}
          data={QUANTIFIERS.map((each) => ({ value: each, label: t(`quantifiers.${each}`) }))}
          value={quantifierOf(condition)}
          error={problem}
          onChange={(value) => onChange(quantified(value as Quantifier, of))}
        />
        {of.length === 0 && (
          <Text size="xs" c="dimmed">
            {depth === 1 ? t("empty") : t("emptyGroup")}
          </Text>
        )}
        {onRemove && !readOnly && (
          <ActionIcon ml="auto" color="gray" aria-label={t("removeGroup")} onClick={onRemove}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </Row>
      {of.map((part, index) => {
        const change = (next: Condition) => put(replaced(of, index, next));
        const remove = () => put(without(of, index));
        const common = { condition: part, path: pathOf(index), readOnly, barred, onChange: change };
        return isGroup(unwrapped(part).inner) ? (
          <GroupEditor key={index} {...common} depth={depth + 1} onRemove={remove} />
        ) : (
          <LeafEditor key={index} {...common} onRemove={remove} />
        );
      })}
      {!readOnly && (
        <Row gap={6}>
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconPlus size={14} />}
            onClick={() => add({ kind: "is", fact: "topic", values: [] })}
          >
            {t("add")}
          </Button>
          {depth < DEEPEST / 2 && (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconFolderPlus size={14} />}
              onClick={() => add({ kind: "any", of: [] })}
            >
              {t("addGroup")}
            </Button>
          )}
        </Row>
      )}
    </div>
  );
}
