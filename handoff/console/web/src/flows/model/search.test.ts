import { describe, expect, it } from "vitest";

import { fieldsOf } from "../forms/fields";
import { settled, type Conflict } from "./conflicts";
import { flowOf, said } from "./drawn";
import { previewOf, within } from "./preview";
import { found } from "./search";
import type { Json, Schema } from "./types";

const flow = flowOf(
  {
    hello: { ...said("Добрый день"), title: "Greeting" },
    ask: { kind: "question", text: { pl: "Jaki jest numer zamówienia?" } },
  },
  [],
);

describe("the search", () => {
  it.each([
    ["greet", ["hello"]],
    ["ДОБРЫЙ", ["hello"]],
    ["zamowienia", ["ask"]],
    ["Frage", ["ask"]],
    ["ask", ["ask"]],
    ["nothing of this", []],
    ["  ", []],
  ])("finds %s", (wanted, steps) => {
    expect(found(flow, wanted, (kind) => (kind === "question" ? "Frage" : "Nachricht"))).toEqual(steps);
  });
});

describe("the preview", () => {
  const schema: Schema = {
    properties: {
      kind: { const: "http" },
      title: { type: "string", default: "" },
      method: { enum: ["GET", "POST"], default: "GET" },
      url: { type: "string", format: "template" },
      body: { $ref: "#/$defs/Localized" },
    },
    required: ["kind", "url"],
    $defs: { Localized: { type: "object", additionalProperties: { type: "string", format: "template" } } },
  };
  const fields = fieldsOf(schema);

  it("says what was filled in, and not what is so by default", () => {
    expect(previewOf({ kind: "http", method: "GET", url: "https://x.example" }, fields, ["en"])).toBe(
      "https://x.example",
    );
    expect(previewOf({ kind: "http", method: "POST", url: "https://x.example" }, fields, ["en"])).toBe(
      "POST · https://x.example",
    );
    expect(previewOf({ kind: "http", url: "" }, fields, ["en"])).toBe("");
  });

  it("says numbers only where there is nothing else", () => {
    const numbers = fieldsOf({ properties: { words: { type: "string" }, least: { type: "number" } } });
    expect(previewOf({ kind: "x", words: "Age?", least: 18 }, numbers, ["en"])).toBe("Age?");
    expect(previewOf({ kind: "x", least: 18 }, numbers, ["en"])).toBe("18");
  });

  it("says texts in the first language that has one", () => {
    expect(within({ en: " ", ru: "Привет" }, ["en", "ru"])).toBe("Привет");
    expect(previewOf({ kind: "http", url: "", body: { ru: "Два\n слова" } }, fields, ["en"])).toBe(
      "Два слова",
    );
  });
});

describe("conflicts", () => {
  const merged = flowOf(
    { hello: said("ours"), ask: { kind: "question", text: { en: "ours", ru: "наше" } } },
    [],
  );
  const conflicts: Conflict[] = [
    { step: "ask", field: "text.en", ours: "ours", theirs: "theirs" },
    { step: "hello", field: "", ours: said("ours") as Json, theirs: null },
    { step: null, field: "name.en", ours: "Drawn", theirs: "Drawn by them" },
    { step: "gone", field: "", ours: null, theirs: said("theirs") as Json },
  ];

  it("leave ours where nothing else is chosen", () => {
    expect(settled(merged, conflicts, new Set())).toEqual(merged);
  });

  it("put theirs where it was chosen", () => {
    const flow = settled(merged, conflicts, new Set([0, 1, 2, 3]));
    expect(flow.steps?.ask?.text).toEqual({ en: "theirs", ru: "наше" });
    expect(flow.steps).not.toHaveProperty("hello");
    expect(flow.steps?.gone).toEqual(said("theirs"));
    expect(flow.name.en).toBe("Drawn by them");
  });
});
