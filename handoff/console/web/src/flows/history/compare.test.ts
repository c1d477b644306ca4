import { expect, it } from "vitest";

import type { Flow } from "../model/types";
import { compare, nothing } from "./compare";

const flow: Flow = {
  id: "f",
  name: { en: "Refund" },
  languages: ["en"],
  triggers: [
    { id: "words", kind: "words", words: ["refund"], leads_to: "ask" },
    { id: "link", kind: "link", payload: "r", leads_to: "ask" },
  ],
  steps: {
    ask: { kind: "question", text: { en: "Which order?" }, choices: [{ id: "a", label: { en: "Sofa" } }] },
    done: { kind: "message", texts: [{ en: "Thanks" }] },
  },
  edges: [{ step: "ask", port: "next", to: "done" }],
};

it("finds nothing between a flow and itself, whatever the order of its triggers and defaults left out", () => {
  const same: Flow = {
    ...flow,
    variables: {},
    triggers: flow.triggers?.toReversed(),
    steps: { ...flow.steps, done: { kind: "message", texts: [{ en: "Thanks" }], title: "" } },
  };
  expect(nothing(compare(flow, same))).toBe(true);
});

it("finds steps that came, went and changed, with each text before and after", () => {
  const after: Flow = {
    ...flow,
    steps: {
      ask: { kind: "question", text: { en: "Which order, please?", ru: "Какой заказ?" }, choices: [] },
      tag: { kind: "tag", add: ["refund"] },
    },
  };
  const { steps } = compare(flow, after);
  expect(steps.map(({ step, kind }) => [step, kind])).toEqual([
    ["ask", "changed"],
    ["tag", "added"],
    ["done", "removed"],
  ]);
  expect(steps[0]?.fields).toEqual([
    { field: "text.en", before: "Which order?", after: "Which order, please?" },
    { field: "text.ru", before: "", after: "Какой заказ?" },
    { field: "choices.0.id", before: "a", after: "" },
    { field: "choices.0.label.en", before: "Sofa", after: "" },
  ]);
});

it("finds changed triggers and settings, and counts the ways between steps", () => {
  const after: Flow = {
    ...flow,
    name: { en: "Refunds" },
    triggers: [{ id: "words", kind: "words", words: ["refund", "money back"], leads_to: "ask" }],
    edges: [
      { step: "ask", port: "next", to: "ask" },
      { step: "ask", port: "failed", to: "done" },
    ],
  };
  const found = compare(flow, after);
  expect(found.flow.map((each) => each.field)).toEqual([
    "name.en",
    "triggers.words.words.1",
    "triggers.link.id",
    "triggers.link.kind",
    "triggers.link.payload",
    "triggers.link.leads_to",
  ]);
  expect(found.ways).toEqual({ added: 2, removed: 1 });
});
