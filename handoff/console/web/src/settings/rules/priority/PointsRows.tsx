/** The table of points: a condition and what it is worth, one row open at a time. */
import { ActionIcon, Badge, Button, NumberInput, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useProblemsUnder } from "../chapter/useProblem";
import { ConditionEditor } from "../conditions/ConditionEditor";
import { sayCondition } from "../conditions/say";
import { useWords } from "../conditions/useFacts";
import { Handle } from "../Handle";
import { inserted, moved, replaced, without } from "../lists";
import { newId, type Points } from "../model";
import classes from "../rules.module.css";
import { useReorder } from "../useReorder";
import { useOfferUndo } from "../useUndo";
import own from "./priority.module.css";

interface Props {
  table: Points[];
  /** Rows that gave points to what was tried last. */
  gave: string[];
  readOnly: boolean;
  onChange: (next: (table: Points[]) => Points[]) => void;
}

export function PointsRows({ table, gave, readOnly, onChange }: Props) {
  const t = useTranslations("rules.priority");
  const words = useWords();
  const offerUndo = useOfferUndo();
  const [open, setOpen] = useState<string | null>(null);
  const carrier = useReorder((from, to) => onChange((all) => moved(all, from, to)));
  const add = () => {
    const row: Points = { id: newId(), when: { kind: "all", of: [] }, points: 10 };
    onChange((all) => [...all, row]);
    setOpen(row.id);
  };
  const remove = (row: Points, index: number) => {
    onChange((all) => without(all, index));
    offerUndo(sayCondition(row.when, words), () => onChange((all) => inserted(all, index, row)));
  };
  return (
    <section className={classes.section}>
      <h3>{t("table")}</h3>
      <Text size="xs" c="dimmed" mb="sm">
        {t("tableHint")}
      </Text>
      {table.length === 0 && (
        <Text size="sm" c="dimmed" mb="sm">
          {t("noRows")}
        </Text>
      )}
      <ol className={classes.cards}>
        {table.map((row, index) => (
          <PointsRow
            key={row.id}
            row={row}
            index={index}
            gave={gave.includes(row.id)}
            open={open === row.id}
            readOnly={readOnly}
            carrier={carrier}
            onToggle={() => setOpen(open === row.id ? null : row.id)}
            onChange={(next) => onChange((all) => replaced(all, index, next))}
            onRemove={() => remove(row, index)}
          />
        ))}
      </ol>
      {!readOnly && (
        <Button mt="sm" size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={add}>
          {t("addRow")}
        </Button>
      )}
    </section>
  );
}

interface RowProps {
  row: Points;
  index: number;
  gave: boolean;
  open: boolean;
  readOnly: boolean;
  carrier: ReturnType<typeof useReorder>;
  onToggle: () => void;
  onChange: (row: Points) => void;
  onRemove: () => void;
}

function PointsRow(props: RowProps) {
  const { row, index, gave, open, readOnly, carrier, onToggle, onChange, onRemove } = props;
  const t = useTranslations("rules.priority");
  const words = useWords();
  const wrong = useProblemsUnder(`table.${index}`);
  const said = sayCondition(row.when, words);
  return (
    <li className={classes.card} data-wrong={wrong.length > 0} data-matched={gave} {...carrier.row(index)}>
      <div className={classes.summary}>
        {!readOnly && <Handle name={said} {...carrier.handle(index)} />}
        <UnstyledButton className={classes.sentence} aria-expanded={open} onClick={onToggle}>
          {said}
        </UnstyledButton>
        <span className={classes.tools}>
          {wrong.length > 0 && (
            <Badge size="sm" color="red" tt="none">
              {wrong.length}
            </Badge>
          )}
          <NumberInput
            size="sm"
            className={own.rate}
            allowDecimal={false}
            prefix={row.points > 0 ? "+" : ""}
            aria-label={t("pointsFor", { what: said })}
            readOnly={readOnly}
            value={row.points}
            onChange={(value) => onChange({ ...row, points: typeof value === "number" ? value : 0 })}
          />
          {!readOnly && (
            <ActionIcon color="gray" aria-label={t("removeRow", { what: said })} onClick={onRemove}>
              <IconTrash size={16} />
            </ActionIcon>
          )}
          <ActionIcon color="gray" aria-label={open ? t("shut") : t("open")} onClick={onToggle}>
            <IconChevronDown size={18} style={{ transform: open ? "rotate(180deg)" : undefined }} />
          </ActionIcon>
        </span>
      </div>
      {open && (
        <div className={classes.editor}>
          <ConditionEditor
            condition={row.when}
            path={`table.${index}.when`}
            readOnly={readOnly}
            barred={["priority"]}
            onChange={(when) => onChange({ ...row, when })}
          />
        </div>
      )}
    </li>
  );
}
