import { expect, it } from "vitest";

import type { Flow } from "../model/types";
import { litBy, pairs, type Different, type Line } from "./model";

const line = (text: string, step: string | null = null, differs = false): Line => ({
  at: "2026-11-23T10:00:00Z",
  who: step === null ? "customer" : "bot",
  text,
  sentence: null,
  step,
  differs,
});

const flow: Flow = {
  id: "f",
  name: { en: "F" },
  languages: ["en"],
  steps: { ask: { kind: "question" }, yes: { kind: "message" }, no: { kind: "message" } },
  edges: [
    { step: "ask", port: "next", to: "yes" },
    { step: "ask", port: "failed", to: "no" },
  ],
};

const passage = (step: string, port: string) => ({ flow: "f", step, port });

const dialogue: Different = {
  conversation: "c",
  session: "s",
  run: "r",
  began_at: "2026-11-23T10:00:00Z",
  channel: "site",
  language: "en",
  at_move: 1,
  reasons: [],
  recorded: [line("How many?", "ask"), line("two"), line("Thanks", null, true), line("Bye", "old", true)],
  draft: [line("How many?", "ask"), line("two"), line("Sorry", null, true)],
  recorded_way: [passage("ask", "next"), passage("yes", "next"), passage("old", "next")],
  draft_way: [passage("ask", "failed"), passage("no", "next")],
};

it("sets both side by side and marks where they part, once", () => {
  const found = pairs(dialogue.recorded, dialogue.draft);
  expect(found.map(({ recorded, draft, parting }) => [recorded?.text, draft?.text, parting])).toEqual([
    ["How many?", "How many?", false],
    ["two", "two", false],
    ["Thanks", "Sorry", true],
    ["Bye", undefined, false],
  ]);
});

it("parts where one of them ends", () => {
  const found = pairs([line("a")], [line("a"), line("b", "yes", true)]);
  expect(found.map((each) => each.parting)).toEqual([false, true]);
  expect(pairs([], [])).toEqual([]);
});

it("sets a line that only one has on a row of its own, and goes on side by side", () => {
  const found = pairs([line("a"), line("c")], [line("a"), line("b", "yes", true), line("c")]);
  expect(found.map(({ recorded, draft }) => [recorded?.text, draft?.text])).toEqual([
    ["a", "a"],
    [undefined, "b"],
    ["c", "c"],
  ]);
});

it("lights the way of each side, and the step from which they go apart", () => {
  const recorded = litBy(flow, {}, dialogue, ["recorded"]);
  expect([...recorded.edges]).toEqual(["ask/next"]);
  expect(recorded.at).toBe("ask");
  const both = litBy(flow, {}, dialogue, ["recorded", "draft"]);
  expect([...both.edges]).toEqual(["ask/next", "ask/failed"]);
  expect(both.steps.has("no")).toBe(true);
});

it("lights the step that says something else, where it is known", () => {
  const asked = { ...dialogue, draft: [line("What?", "no", true)] };
  expect(litBy(flow, {}, asked, ["draft"]).at).toBe("no");
});

it("lights the step at which one side ends", () => {
  const shorter = { ...dialogue, draft_way: [], draft: [] };
  expect(litBy(flow, {}, { ...shorter, recorded: [] }, ["draft"]).at).toBe("ask");
});
