/**
 * A form, read from a JSON Schema: which fields there are, and with what each is filled in. A new kind of step needs
 * nothing here: what a string is for is told by its `format`. Pure.
 */
import type { Fields, Json, Schema } from "../model/types";

export type Reference = "line" | "topic" | "secret" | "process" | "flow";
const REFERENCES: readonly string[] = ["line", "topic", "secret", "process", "flow"];

export type Widget =
  | { as: "text"; long: boolean; longest: number | undefined }
  | { as: "localized" }
  | { as: "expression" }
  | { as: "template" }
  | { as: "variable" }
  | { as: "reference"; to: Reference }
  | { as: "number"; whole: boolean; least: number | undefined; most: number | undefined }
  | { as: "duration" }
  | { as: "time" }
  | { as: "switch" }
  | { as: "choice"; options: string[] }
  | { as: "words" }
  | { as: "variables" }
  | { as: "list"; item: Field }
  | { as: "map"; key: "variable" | "text"; value: Field }
  | { as: "schedule" }
  | { as: "group"; fields: Field[] }
  | { as: "json" };

export interface Field {
  name: string;
  title: string;
  hint: string;
  /** May be left out: null then, or the default. */
  nullable: boolean;
  required: boolean;
  fallback: Json | undefined;
  /** Shown only while another field of the same group has one of these values. */
  shownIf: Record<string, Json[]> | null;
  widget: Widget;
}

/** What the canvas draws itself, or what is never filled in by hand. */
const HIDDEN = new Set(["kind", "leads_to"]);

export function fieldsOf(schema: Schema, hidden: ReadonlySet<string> = HIDDEN): Field[] {
  return fields(schema, schema, hidden);
}

function fields(schema: Schema, root: Schema, hidden: ReadonlySet<string>): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .filter(([name, part]) => !hidden.has(name) && part.const === undefined)
    .map(([name, part]) => fieldOf(name, part, root, required.has(name)));
}

function fieldOf(name: string, part: Schema, root: Schema, required: boolean): Field {
  const options = (part.anyOf ?? []).filter((each) => each.type !== "null");
  const nullable = (part.anyOf ?? []).some((each) => each.type === "null");
  const inner = nullable && options.length === 1 ? { ...part, anyOf: undefined, ...options[0] } : part;
  const own = resolved(inner, root);
  return {
    name,
    title: part.title ?? own.title ?? name,
    hint: part.description ?? (part.$ref ? "" : (own.description ?? "")),
    nullable,
    required,
    fallback: part.default,
    shownIf: part.shown_if ?? null,
    widget: widgetOf(inner, own, root),
  };
}

function widgetOf(part: Schema, own: Schema, root: Schema): Widget {
  const called = part.$ref?.split("/").at(-1);
  if (called === "Localized") return { as: "localized" };
  if (called === "Schedule") return { as: "schedule" };
  if (own.enum) return { as: "choice", options: own.enum.map(String) };
  switch (own.type) {
    case "string":
      return ofString(own);
    case "integer":
    case "number":
      return { as: "number", whole: own.type === "integer", least: own.minimum, most: own.maximum };
    case "boolean":
      return { as: "switch" };
    case "array":
      return ofList(own, root);
    case "object":
      return ofObject(own, root);
    default:
      return { as: "json" };
  }
}

function ofString(own: Schema): Widget {
  const format = own.format ?? "";
  if (REFERENCES.includes(format)) return { as: "reference", to: format as Reference };
  switch (format) {
    case "expression":
    case "template":
    case "variable":
    case "duration":
    case "time":
      return { as: format };
    default:
      return { as: "text", long: (own.maxLength ?? 0) > 1000, longest: own.maxLength };
  }
}

function ofList(own: Schema, root: Schema): Widget {
  const item = fieldOf("", own.items ?? {}, root, true);
  if (item.widget.as === "text") return { as: "words" };
  if (item.widget.as === "variable") return { as: "variables" };
  return { as: "list", item };
}

function ofObject(own: Schema, root: Schema): Widget {
  if (typeof own.additionalProperties === "object") {
    const key = own.propertyNames?.format === "variable" ? "variable" : "text";
    return { as: "map", key, value: fieldOf("", own.additionalProperties, root, true) };
  }
  return { as: "group", fields: fields(own, root, new Set()) };
}

function resolved(part: Schema, root: Schema): Schema {
  const name = part.$ref?.split("/").at(-1);
  const found = name === undefined ? undefined : root.$defs?.[name];
  return found ? { ...found, ...part, ...(found.title && { title: part.title ?? found.title }) } : part;
}

/** A value to begin with: of a new row in a list, or of a field that was left out. */
export function freshValue(field: Field): Json {
  if (field.fallback !== undefined && field.fallback !== null) return field.fallback;
  const { widget } = field;
  switch (widget.as) {
    case "localized":
    case "map":
      return {};
    case "list":
    case "words":
    case "variables":
      return [];
    case "number":
      return widget.least ?? 0;
    case "duration":
      return "PT1M";
    case "switch":
      return false;
    case "choice":
      return widget.options[0] ?? "";
    case "schedule":
      return { zone: "UTC", week: {} };
    case "group":
      return freshGroup(widget.fields);
    case "json":
      return null;
    default:
      return "";
  }
}

/** With what must be there; the rest keeps its defaults. */
function freshGroup(all: readonly Field[]): Fields {
  return Object.fromEntries(all.filter((each) => each.required).map((each) => [each.name, freshValue(each)]));
}

/** A row for a list, with an id that no other row has. */
export function freshRow(item: Field, rows: readonly Json[]): Json {
  const fresh = freshValue(item);
  if (!isFields(fresh) || !("id" in fresh)) return fresh;
  const taken = new Set(rows.map((each) => (isFields(each) ? each.id : undefined)));
  let number = rows.length + 1;
  while (taken.has(String(number))) number += 1;
  return { ...fresh, id: String(number) };
}

/** What the field holds, or what stands for it when it was left out. */
export function valueOf(field: Field, all: Fields): Json {
  return all[field.name] ?? field.fallback ?? null;
}

/** Whether the other fields make this one mean anything. */
export function isShown(field: Field, all: Fields, siblings: readonly Field[]): boolean {
  return Object.entries(field.shownIf ?? {}).every(([name, values]) => {
    const other = siblings.find((each) => each.name === name);
    return other === undefined || values.includes(valueOf(other, all));
  });
}

/** The fields with one changed; one that is back at its default is left out, as in the files. */
export function changed(all: Fields, field: Field, value: Json): Fields {
  if (!field.required && JSON.stringify(value) === JSON.stringify(field.fallback)) {
    return Object.fromEntries(Object.entries(all).filter(([name]) => name !== field.name));
  }
  return { ...all, [field.name]: value };
}

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
