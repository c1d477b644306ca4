/** Conditions and outcomes as sentences. Pure: all words come from `Words`. */
import type { useTranslations } from "use-intl";

import { ANY, type Condition, type Dates, type Leaf, type Outcome } from "../model";
import { isAlways, isGroup, unwrapped } from "./tree";

export interface Words {
  t: ReturnType<typeof useTranslations<"rules.say">>;
  locale: string;
  fact: (fact: string) => string;
  value: (fact: string, value: string) => string;
  line: (id: string) => string;
  level: (id: string) => string;
  person: (id: string) => string;
}

export function sayCondition(condition: Condition, words: Words): string {
  if (isAlways(condition)) return words.t("always");
  return said(condition, words, true);
}

/** The beginning of a sentence: whom a rule (`if`) or a policy (`for`) is about. */
export function sayWhen(kind: "if" | "for", condition: Condition, words: Words): string {
  return isAlways(condition)
    ? words.t(`${kind}Always`)
    : words.t(kind, { when: sayCondition(condition, words) });
}

function said(condition: Condition, words: Words, outermost: boolean): string {
  const { not, inner } = unwrapped(condition);
  if (!isGroup(inner)) return sayLeaf(inner, not, words);
  const parts = inner.of.map((each) => said(each, words, inner.of.length === 1 && outermost));
  if (parts.length === 0) return words.t(not === (inner.kind === "all") ? "never" : "always");
  const type = inner.kind === "all" ? "conjunction" : "disjunction";
  const list = new Intl.ListFormat(words.locale, { type }).format(parts);
  if (not) return words.t("not", { what: list });
  return outermost || parts.length === 1 ? list : `(${list})`;
}

export function sayLeaf(leaf: Leaf, not: boolean, words: Words): string {
  const { t } = words;
  switch (leaf.kind) {
    case "is": {
      const fact = words.fact(leaf.fact);
      if (leaf.values.includes(ANY)) return t(not ? "unknown" : "known", { fact });
      const values = orList(
        leaf.values.map((each) => words.value(leaf.fact, each)),
        words,
      );
      return t(not ? "isNot" : "is", { fact, values: values || "…" });
    }
    case "between": {
      const fact = words.fact(leaf.fact);
      const number = new Intl.NumberFormat(words.locale);
      const least = leaf.least === null ? null : number.format(leaf.least);
      const below = leaf.below === null ? null : number.format(leaf.below);
      if (least !== null && below !== null) return t(not ? "notBetween" : "between", { fact, least, below });
      if (least !== null) return t(not ? "below" : "atLeast", { fact, number: least });
      return t(not ? "atLeast" : "below", { fact, number: below ?? "…" });
    }
    case "says": {
      const said = orList(
        leaf.words.map((each) => t("quoted", { word: each })),
        words,
      );
      return t(not ? "saysNot" : "says", { words: said || "…" });
    }
    case "during":
      return t(not ? "notDuring" : "during", { zone: leaf.hours.zone });
    case "dates":
      return sayDates(leaf, not, words);
  }
}

function sayDates({ first, last, zone }: Dates, not: boolean, { t, locale }: Words): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const day = (date: string | null) => (date === null ? "…" : format.format(new Date(date)));
  if (first !== null && first === last) return t(not ? "notOnDay" : "onDay", { day: day(first), zone });
  if (last === null) return t(not ? "beforeDay" : "fromDay", { day: day(first), zone });
  if (first === null) return t(not ? "afterDay" : "untilDay", { day: day(last), zone });
  return t(not ? "notOnDays" : "onDays", { first: day(first), last: day(last), zone });
}

/** A sentence with more values than these is nothing to read. */
const MOST = 5;

function orList(values: string[], words: Words): string {
  const rest = values.length - MOST;
  const shown = rest > 1 ? [...values.slice(0, MOST), words.t("more", { count: rest })] : values;
  return new Intl.ListFormat(words.locale, { type: "disjunction" }).format(shown);
}

/** What a rule asks for, piece by piece; empty when it asks for nothing. */
export function sayOutcome(outcome: Outcome, words: Words): string[] {
  const { t } = words;
  const skills = Object.entries(outcome.skills).map(([skill, level]) => t("skill", { skill, level }));
  return [
    outcome.line === null ? "" : words.line(outcome.line),
    outcome.priority === null ? "" : t("atLeastLevel", { level: words.level(outcome.priority) }),
    ...skills,
    outcome.operator === null ? "" : t("toPerson", { name: words.person(outcome.operator) }),
    outcome.same_operator ? t("sameOperator") : "",
    outcome.effort === null ? "" : t("effort", { effort: outcome.effort }),
    ...outcome.tags.map((tag) => `#${tag}`),
  ].filter(Boolean);
}
