import { describe, expect, it } from "vitest";

import type { Schema } from "../model/types";
import { duration, seconds } from "./duration";
import { changed, fieldsOf, freshRow, freshValue, isShown, valueOf, type Field } from "./fields";
import { inserted } from "./inserting";

/** As pydantic writes it. */
const schema: Schema = {
  type: "object",
  required: ["kind", "text", "cases"],
  properties: {
    kind: { const: "question", title: "Kind", type: "string" },
    text: { $ref: "#/$defs/Localized", title: "Question" },
    answer: { enum: ["text", "choice"], default: "text", title: "Kind of answer", type: "string" },
    variable: {
      anyOf: [{ type: "string", format: "variable", maxLength: 100 }, { type: "null" }],
      default: null,
      title: "Keep it as",
    },
    choices: {
      type: "array",
      items: { $ref: "#/$defs/Choice" },
      default: [],
      title: "Choices",
      shown_if: { answer: ["choice"] },
    },
    cases: { type: "array", items: { $ref: "#/$defs/Choice" }, title: "Cases" },
    retries: { type: "integer", default: 2, minimum: 0, maximum: 10, title: "Retries" },
    patience: {
      anyOf: [{ type: "string", format: "duration" }, { type: "null" }],
      default: null,
      title: "Wait at most",
    },
    line: { anyOf: [{ type: "string", format: "line" }, { type: "null" }], default: null, title: "Line" },
    event: { anyOf: [{ $ref: "#/$defs/Event" }, { type: "null" }], default: null, title: "Event" },
    headers: {
      type: "object",
      additionalProperties: { type: "string", format: "template" },
      default: {},
      title: "Headers",
    },
    save: {
      type: "object",
      propertyNames: { format: "variable" },
      additionalProperties: { type: "string", format: "expression" },
      default: {},
      title: "Keep",
    },
    words: { type: "array", items: { type: "string" }, default: [], title: "Words" },
    card: { type: "array", items: { type: "string", format: "variable" }, default: [], title: "On the card" },
    conditions: { $ref: "#/$defs/Conditions", default: {}, title: "Only if" },
    anything: { title: "Anything", default: null },
  },
  $defs: {
    Localized: {
      type: "object",
      title: "Localized",
      additionalProperties: { type: "string", format: "template" },
    },
    Choice: {
      type: "object",
      title: "Choice",
      description: "One of them.",
      required: ["id", "label"],
      properties: {
        id: { type: "string", maxLength: 40, title: "Id" },
        label: { $ref: "#/$defs/Localized", title: "Label" },
      },
    },
    Event: { type: "string", enum: ["session_closed", "out_of_hours"], title: "Event" },
    Conditions: {
      type: "object",
      properties: {
        schedule: {
          anyOf: [{ $ref: "#/$defs/Schedule" }, { type: "null" }],
          default: null,
          title: "Schedule",
        },
      },
    },
    Schedule: { type: "object", properties: { week: { type: "object" } } },
  },
};

const fields = fieldsOf(schema);
const field = (name: string): Field => fields.find((each) => each.name === name) as Field;

describe("a form", () => {
  it("has a field for everything but the kind", () => {
    expect(fields.map((each) => each.name)).toEqual(Object.keys(schema.properties ?? {}).slice(1));
  });

  it.each([
    ["text", { as: "localized" }],
    ["answer", { as: "choice", options: ["text", "choice"] }],
    ["variable", { as: "variable" }],
    ["retries", { as: "number", whole: true, least: 0, most: 10 }],
    ["patience", { as: "duration" }],
    ["line", { as: "reference", to: "line" }],
    ["event", { as: "choice", options: ["session_closed", "out_of_hours"] }],
    ["headers", { as: "map", key: "text", value: { widget: { as: "template" } } }],
    ["save", { as: "map", key: "variable", value: { widget: { as: "expression" } } }],
    ["words", { as: "words" }],
    ["card", { as: "variables" }],
    ["choices", { as: "list", item: { widget: { as: "group" } } }],
    [
      "conditions",
      { as: "group", fields: [{ name: "schedule", nullable: true, widget: { as: "schedule" } }] },
    ],
    ["anything", { as: "json" }],
  ])("fills %s in with the fitting widget", (name, widget) => {
    expect(field(name).widget).toMatchObject(widget);
  });

  it("knows what may be left out", () => {
    expect(field("variable")).toMatchObject({ nullable: true, required: false, title: "Keep it as" });
    expect(field("text")).toMatchObject({ nullable: false, required: true, title: "Question" });
  });

  it("shows a field only where it means something", () => {
    expect(isShown(field("choices"), { answer: "choice" }, fields)).toBe(true);
    expect(isShown(field("choices"), {}, fields)).toBe(false);
    expect(isShown(field("text"), {}, fields)).toBe(true);
  });

  it("leaves out what is as it is by default", () => {
    expect(valueOf(field("retries"), {})).toBe(2);
    expect(changed({ retries: 3 }, field("retries"), 2)).toEqual({});
    expect(changed({}, field("retries"), 0)).toEqual({ retries: 0 });
    expect(changed({}, field("text"), {})).toEqual({ text: {} });
  });

  it("begins rows with ids of their own", () => {
    const { widget } = field("choices");
    if (widget.as !== "list") throw new Error("Not a list.");
    expect(freshRow(widget.item, [])).toEqual({ id: "1", label: {} });
    expect(freshRow(widget.item, [{ id: "2", label: {} }])).toEqual({ id: "3", label: {} });
    expect(freshValue(field("patience"))).toBe("PT1M");
  });
});

describe("durations", () => {
  it.each([
    ["PT10S", 10],
    ["PT1M30S", 90],
    ["P1D", 86_400],
    ["P1DT2H", 93_600],
    ["PT0S", 0],
    ["PT0.5S", 0.5],
  ])("reads and writes %s", (text, total) => {
    expect(seconds(text)).toBe(total);
    expect(duration(total)).toBe(text);
  });

  it("reads weeks, and nothing that is none", () => {
    expect(seconds("P2W")).toBe(1_209_600);
    for (const text of ["", "P", "PT", "10", "P1DT", "1 day"]) expect(seconds(text)).toBeNull();
  });
});

describe("a name that is picked", () => {
  it.each([
    ["Hello, !", 7, 7, "template", "Hello, {{ name }}!", 17],
    ["Hello, you!", 7, 10, "template", "Hello, {{ name }}!", 17],
    ["age >", 5, 5, "expression", "age >name", 9],
    ["not", 3, 3, "expression", "not name", 8],
    ["== 1", 0, 0, "expression", "name== 1", 4],
  ] as const)("stands where the cursor was: %s", (text, from, to, as, after, cursor) => {
    expect(inserted(text, "name", from, to, as)).toEqual({ text: after, cursor });
  });
});
