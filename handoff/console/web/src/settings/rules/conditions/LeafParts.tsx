/** How a leaf compares, and with what. */
import { Autocomplete, Select, TagsInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useProblem } from "../chapter/useProblem";
import { ANY, type Is, type Leaf } from "../model";
import { BetweenFields } from "./BetweenFields";
import { DatesFields } from "./DatesFields";
import { comparison } from "./tree";
import { ATTRIBUTE, useFacts } from "./useFacts";
import { ValuesInput } from "./ValuesInput";

interface PartProps {
  leaf: Leaf;
  not: boolean;
  readOnly: boolean;
  put: (leaf: Leaf, not?: boolean) => void;
}

export function Compare({ leaf, not, readOnly, put }: PartProps) {
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

export function With({ leaf, not, path, readOnly, put }: PartProps & { path: string }) {
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
    case "dates":
      return <DatesFields leaf={leaf} path={path} readOnly={readOnly} onChange={put} />;
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
