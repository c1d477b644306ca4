/** The SLA policies as lines to compare: each row of each table is one. Pure. */
import type { Line } from "../chapter/changes";
import { sayWhen, type Words } from "../conditions/say";
import type { Cell, Policies, Policy, Step, Table, Target } from "../model";
import { saidDuration } from "./duration";

export interface SlaWords extends Words {
  target: (target: Target) => string;
}

export function stepText(step: Step, words: SlaWords): string {
  const { t } = words;
  const targets = new Intl.ListFormat(words.locale, { type: "conjunction" }).format(
    step.targets.map(words.target),
  );
  const told = [...[...step.tell].sort().map((each) => t(`hearers.${each}`)), ...step.emails];
  const done = [
    told.length > 0 ? t("tell", { who: new Intl.ListFormat(words.locale).format(told) }) : "",
    step.raise_priority ? t("raise") : "",
    step.move === "stay" ? "" : t(`moves.${step.move}`),
  ].filter(Boolean);
  return t(step.percent < 100 ? "warning" : step.percent === 100 ? "breach" : "after", {
    percent: step.percent,
    targets: targets || t("everyTarget"),
    done: done.join(", ") || t("nothing"),
  });
}

function cellText(table: Table, cell: Cell, words: SlaWords): string {
  const row = table.axes.map((axis, index) => words.value(axis, cell.row[index] ?? "*")).join(" × ");
  const limits = Object.entries(cell.limits).map(([level, limit]) =>
    words.t("limit", {
      level: level === "*" ? words.t("anyLevel") : words.level(level),
      time: limit === null ? words.t("noPromise") : saidDuration(limit, words.locale),
    }),
  );
  return [words.target(table.target), row, limits.join(", ") || "–"].filter(Boolean).join(" · ");
}

function policyLines(policy: Policy, words: SlaWords): Line[] {
  const { id, name, when, time, pauses, tables, steps } = policy;
  const of = (text: string) => `${name}: ${text}`;
  const head = words.t("policy", { name, when: sayWhen("for", when, words), time: words.t(`time.${time}`) });
  return [
    { key: id, text: head, value: { name, when, time } },
    { key: `${id} pauses`, text: of(words.t("pauses")), value: sorted(pauses) },
    ...tables.flatMap((table, place) =>
      table.cells.map((cell) => ({
        key: `${id} ${place} ${table.target} ${table.axes.join(",")} ${cell.row.join("|")}`,
        text: of(cellText(table, cell, words)),
        value: cell.limits,
      })),
    ),
    ...steps.map((step) => ({
      key: `${id} ${step.id}`,
      text: of(stepText(step, words)),
      value: { ...step, targets: [...step.targets].sort(), tell: [...step.tell].sort() },
    })),
  ];
}

/** What is a set on the server comes in any order. */
function sorted(pauses: Policy["pauses"]) {
  return Object.fromEntries(
    Object.entries(pauses)
      .filter(([, of]) => of.length > 0)
      .map(([target, of]) => [target, [...of].sort()]),
  );
}

export function slaLines(value: Policies, words: SlaWords): Line[] {
  return value.policies.flatMap((policy) => policyLines(policy, words));
}
