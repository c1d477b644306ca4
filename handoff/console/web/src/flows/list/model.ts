/** The flows of the list: in which state each is, and which are looked for. Pure. */
import transliterate from "@sindresorhus/transliterate";

import type { components } from "../../api/schema";
import { within } from "../model/preview";

type Schemas = components["schemas"];

export type FlowRow = Schemas["FlowRow"];
export type TriggerRow = Schemas["TriggerRow"];
export type Template = Schemas["TemplateRow"];

export type State = "draft" | "in_force" | "changed" | "archived";

export function stateOf(row: FlowRow): State {
  if (row.archived) return "archived";
  if (row.in_force === null) return "draft";
  return row.changed ? "changed" : "in_force";
}

/** By name, id and triggers, in every language; in the order of the names that the reader sees. */
export function found(rows: readonly FlowRow[], text: string, language: string): FlowRow[] {
  const wanted = text.trim().toLocaleLowerCase();
  const nameOf = (row: FlowRow) => within(row.name, [language, ...row.languages]);
  return rows
    .filter((row) =>
      [row.id, ...Object.values(row.name), ...row.triggers.map((each) => each.summary)].some((each) =>
        each.toLocaleLowerCase().includes(wanted),
      ),
    )
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b), language));
}

/** An id from a name: small Latin letters, digits and `_`, unlike any other. */
export function idFrom(name: string, taken: readonly string[]): string {
  const plain = transliterate(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 50);
  const base = plain || "flow";
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}

export const NEEDS = ["lines", "topics", "secrets", "processes"] as const;

/** One thing that a template counts on, and whether the company has it. */
export interface Need {
  kind: (typeof NEEDS)[number];
  id: string;
  met: boolean;
}

export interface Having {
  lines: { id: string }[];
  topics: { id: string }[];
  secrets: string[];
  processes: string[];
}

export function needsOf(needs: Template["needs"], company: Having): Need[] {
  const has = (kind: Need["kind"], id: string) =>
    company[kind].some((each) => (typeof each === "string" ? each : each.id) === id);
  return NEEDS.flatMap((kind) => needs[kind].map((id) => ({ kind, id, met: has(kind, id) })));
}
