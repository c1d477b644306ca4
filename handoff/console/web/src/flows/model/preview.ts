/** What a step says, on one line of its box: the first of its fields that were filled in. Pure. */
import { fieldsOf, isFields, isShown, type Field } from "../forms/fields";
import type { Fields, Json, Localized, Step, StepKind, Trigger, TriggerKind } from "./types";

/** The text in the first of these languages that has one. */
export function within(text: Localized, languages: readonly string[]): string {
  const found = languages.map((each) => text[each]).find((each) => each?.trim());
  return found ?? Object.values(text).find((each) => each.trim()) ?? "";
}

export type Reading = (kind: string) => readonly Field[];

/** The fields of each kind, read from its schema once. */
export function reading(kinds: readonly (StepKind | TriggerKind)[]): Reading {
  const known = new Map(kinds.map((each) => [each.kind, fieldsOf(each.schema)]));
  return (kind) => known.get(kind) ?? [];
}

const ASIDE = new Set(["title", "id", "priority", "conditions", "variable"]);

export function previewOf(
  step: Step | Trigger,
  fields: readonly Field[],
  languages: readonly string[],
  called: (value: string) => string = (value) => value,
): string {
  const told = fields
    .filter((field) => !ASIDE.has(field.name) && isShown(field, step as Fields, fields))
    .filter((field) => field.required || !sameJson(step[field.name], field.fallback));
  const say = (each: Field) => saidBy(step[each.name] ?? null, each, { languages, called });
  const words = list(told.filter((each) => each.widget.as !== "number").map(say), " · ", 2);
  // A bare number says little beside words.
  return words || list(told.map(say), " · ", 2);
}

interface Reader {
  languages: readonly string[];
  /** The words for a value of an enumeration, or for a duration. */
  called: (value: string) => string;
}

function saidBy(value: Json, field: Field, reader: Reader): string {
  const { widget } = field;
  if (value === null) return "";
  switch (widget.as) {
    case "localized":
      return isFields(value) ? oneLine(within(value as Localized, reader.languages)) : "";
    case "list":
      return Array.isArray(value) ? list(value.map((each) => saidBy(each, widget.item, reader))) : "";
    case "group":
      return isFields(value)
        ? list(
            widget.fields
              .filter((each) => each.name !== "id")
              .map((each) => saidBy(value[each.name] ?? null, each, reader)),
            " = ",
          )
        : "";
    case "map":
      return isFields(value) ? Object.keys(value).join(", ") : "";
    case "words":
    case "variables":
      return Array.isArray(value) ? value.join(", ") : "";
    case "switch":
    case "json":
    case "schedule":
      return "";
    case "choice":
    case "duration":
      return reader.called(String(value));
    default:
      return oneLine(String(value));
  }
}

function list(parts: readonly string[], between = " · ", most = 3): string {
  return parts.filter(Boolean).slice(0, most).join(between);
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, 160);
}

/** For where a step is named among others. */
export function shortened(text: string, longest = 48): string {
  return text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
}
