/** One condition: what is looked at, how it is compared, and with what. */
import { ActionIcon, Autocomplete, Select, TagsInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { byWeek, toForm, toHours } from "../../hours/hours";
import { useProblem } from "../chapter/useProblem";
import { ANY, type Condition, type Is, type Leaf } from "../model";
import { BetweenFields } from "./BetweenFields";
import classes from "./conditions.module.css";
import { DuringFields } from "./DuringFields";
import { comparison, unwrapped, wrapped } from "./tree";
import { ATTRIBUTE, useFactName, useFacts } from "./useFacts";
import { ValuesInput } from "./ValuesInput";

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
  if (leaf.kind === "says" || leaf.kind === "during") return leaf.kind;
  return leaf.fact.startsWith(ATTRIBUTE) ? ATTRIBUTE : leaf.fact;
}

function leafAbout(subject: string, kind: "word" | "number"): Leaf {
  if (subject === "says") return { kind: "says", words: [] };
  if (subject === "during") {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return { kind: "during", hours: toHours(byWeek(toForm({ zone: timeZone }))) };
  }
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

interface PartProps {
  leaf: Leaf;
  not: boolean;
  readOnly: boolean;
  put: (leaf: Leaf, not?: boolean) => void;
}

function Compare({ leaf, not, readOnly, put }: PartProps) {
  const t = useTranslations("rules.condition");
  const choices = leaf.kind === "is" ? (["is", "is_not", "known", "unknown"] as const) : null;
  const data = choices
    ? choices.map((each) => ({ value: each as string, label: t(`compare.${each}`) }))
    : [
        { value: "yes", label: t(`holds.${leaf.kind as Exclude<Leaf["kind"], "is">}`) },
        { value: "no", label: t(`holdsNot.${leaf.kind as Exclude<Leaf["kind"], "is">}`) },
      ];
  const choose = (value: string | null) => {
    if (leaf.kind !== "is") return put(leaf, value === "no");
    const any = value === "known" || value === "unknown";
    const values = any ? [ANY] : leaf.values.filter((each) => each !== ANY);
    put({ ...leaf, values }, value === "is_not" || value === "unknown");
  };
  return (
    <Select
      size="xs"
      allowDeselect={false}
      disabled={readOnly}
      aria-label={t("how")}
      data={data}
      value={leaf.kind === "is" ? comparison(not, leaf.values) : not ? "no" : "yes"}
      onChange={choose}
    />
  );
}

function With({ leaf, not, path, readOnly, put }: PartProps & { path: string }) {
  const t = useTranslations("rules.condition");
  const wordsProblem = useProblem(`${path}.words`);
  switch (leaf.kind) {
    case "is":
      return <IsWith leaf={leaf} not={not} path={path} readOnly={readOnly} put={put} />;
    case "between":
      return <BetweenFields leaf={leaf} path={path} readOnly={readOnly} onChange={put} />;
    case "says":
      return (
        <TagsInput
          size="xs"
          disabled={readOnly}
          aria-label={t("words")}
          placeholder={leaf.words.length === 0 ? t("wordsHint") : undefined}
          value={leaf.words}
          error={wordsProblem}
          onChange={(words) => put({ ...leaf, words })}
        />
      );
    case "during":
      return null;
  }
}

function IsWith({ leaf, not, path, readOnly, put }: PartProps & { leaf: Is; path: string }) {
  const t = useTranslations("rules.condition");
  const problem = useProblem(`${path}.values`);
  const attributes = useFacts().filter((each) => each.name.startsWith(ATTRIBUTE));
  const how = comparison(not, leaf.values);
  return (
    <div>
      {leaf.fact.startsWith(ATTRIBUTE) && (
        <Autocomplete
          size="xs"
          mb={6}
          disabled={readOnly}
          aria-label={t("attributeName")}
          placeholder={t("attributeName")}
          data={attributes.map((each) => each.name.slice(ATTRIBUTE.length))}
          value={leaf.fact.slice(ATTRIBUTE.length)}
          onChange={(name) => put({ ...leaf, fact: `${ATTRIBUTE}${name}` })}
        />
      )}
      {(how === "is" || how === "is_not") && (
        <ValuesInput
          fact={leaf.fact}
          values={leaf.values}
          readOnly={readOnly}
          error={problem}
          onChange={(values) => put({ ...leaf, values })}
        />
      )}
    </div>
  );
}
