/** One condition: what is looked at, how it is compared, and with what. */
import { ActionIcon, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { byWeek, toForm, toHours } from "../../hours/hours";
import { useProblem } from "../chapter/useProblem";
import type { Condition, Leaf } from "../model";
import classes from "./conditions.module.css";
import { DuringFields } from "./DuringFields";
import { Compare, With } from "./LeafParts";
import { unwrapped, wrapped } from "./tree";
import { ATTRIBUTE, useFactName, useFacts } from "./useFacts";

interface Props {
  condition: Condition;
  path: string;
  readOnly: boolean;
  barred: string[];
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

/** What a leaf looks at, as its menu names it; attributes are one entry, and then a name of theirs. */
function subjectOf(leaf: Leaf): string {
  if (!("fact" in leaf)) return leaf.kind;
  return leaf.fact.startsWith(ATTRIBUTE) ? ATTRIBUTE : leaf.fact;
}

function leafAbout(subject: string, kind: "word" | "number"): Leaf {
  if (subject === "says") return { kind: "says", words: [] };
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  if (subject === "during") return { kind: "during", hours: toHours(byWeek(toForm({ zone }))) };
  if (subject === "dates") return { kind: "dates", first: null, last: null, zone };
  if (kind === "number") return { kind: "between", fact: subject, least: null, below: null };
  return { kind: "is", fact: subject, values: [] };
}

export function LeafEditor({ condition, path, readOnly, barred, onChange, onRemove }: Props) {
  const t = useTranslations("rules.condition");
  const facts = useFacts();
  const factName = useFactName();
  const { not, inner } = unwrapped(condition);
  const inside = not ? `${path}.of` : path;
  const problem = useProblem(inside);
  const factProblem = useProblem(`${inside}.fact`);
  const leaf = inner as Leaf;
  const put = (next: Leaf, turned = not) => onChange(wrapped({ not: turned, inner: next }));

  const subjects = [
    ...facts
      .filter((each) => !each.name.startsWith(ATTRIBUTE) && !barred.includes(each.name))
      .map((each) => ({ value: each.name, label: factName(each.name) })),
    { value: ATTRIBUTE, label: t("anAttribute") },
    { value: "says", label: t("says") },
    { value: "during", label: t("during") },
    { value: "dates", label: t("dates") },
  ];
  const subject = subjectOf(leaf);
  const known = subjects.some((each) => each.value === subject)
    ? subjects
    : [...subjects, { value: subject, label: factName(subject) }];
  const error = factProblem ?? problem;

  return (
    <div className={classes.leaf}>
      <Select
        size="xs"
        searchable
        allowDeselect={false}
        disabled={readOnly}
        aria-label={t("subject")}
        data={known}
        value={subject}
        error={error}
        onChange={(value) => {
          if (value === null || value === subject) return;
          put(leafAbout(value, facts.find((each) => each.name === value)?.kind ?? "word"));
        }}
      />
      <Compare leaf={leaf} not={not} readOnly={readOnly} put={put} />
      <div className={classes.with}>
        <With leaf={leaf} not={not} path={inside} readOnly={readOnly} put={put} />
      </div>
      {readOnly ? (
        <span />
      ) : (
        <ActionIcon color="gray" aria-label={t("remove")} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      )}
      {leaf.kind === "during" && (
        <div className={classes.wide}>
          <DuringFields leaf={leaf} path={inside} readOnly={readOnly} onChange={put} />
        </div>
      )}
    </div>
  );
}
