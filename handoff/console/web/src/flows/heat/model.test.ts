import { expect, it } from "vitest";

import type { Flow, Ports } from "../model/types";
import { bars, drawn, rows, type HeatView } from "./model";

const flow: Flow = {
  id: "f",
  name: { en: "F" },
  languages: ["en"],
  steps: { ask: { kind: "question" }, done: { kind: "message" } },
  edges: [{ step: "ask", port: "next", to: "done" }],
};
const port = { falls_to: null, optional: false };
const ports: Ports = {
  ask: [
    { ...port, name: "choice:a", label: "Sofa", falls_to: "next" },
    { ...port, name: "next", label: "Answered" },
  ],
  done: [{ ...port, name: "next", label: "Next" }],
};
const nothing = { waiting: 0, dropped: 0, person: 0, failed: 0 };
const view: HeatView = {
  began: 10,
  finished: 6,
  person: 1,
  dropped: 3,
  failed: 0,
  edges: [
    { step: "ask", port: "next", sessions: 2 },
    { step: "ask", port: "choice:a", sessions: 4 },
    { step: "gone", port: "next", sessions: 1 },
  ],
  steps: [
    { step: "done", sessions: 6, ...nothing },
    { step: "ask", sessions: 10, ...nothing, dropped: 3, person: 1 },
    { step: "gone", sessions: 1, ...nothing },
    { step: "never", sessions: 0, ...nothing },
  ],
  revisions: [],
  cut: false,
  days: [
    { day: "2026-11-21", began: 8, finished: 5, person: 1, dropped: 3 },
    { day: "2026-11-23", began: 2, finished: 1, person: 0, dropped: 0 },
  ],
};

it("draws ports that fall to another on its edge, as a share of all that began", () => {
  const heat = drawn(view, flow, ports, (kind, count) => `${kind} ${count}`);
  expect([...heat.edges]).toEqual([["ask/next", { count: 6, share: 0.6 }]]);
});

it("marks on steps where customers leave or want a person", () => {
  const heat = drawn(view, flow, ports, (kind, count) => `${kind} ${count}`);
  expect(heat.steps.get("ask")).toEqual([
    { kind: "dropped", count: 3, label: "dropped 3" },
    { kind: "person", count: 1, label: "person 1" },
  ]);
  expect(heat.steps.get("done")).toEqual([]);
});

it("lists the steps that anybody came to, the busiest first, with the ways out of them", () => {
  const found = rows(view, flow, ports);
  expect(found.map(({ step, known }) => [step, known])).toEqual([
    ["ask", true],
    ["done", true],
    ["gone", false],
  ]);
  expect(found[0]?.ways).toEqual([
    { port: "choice:a", label: "Sofa", sessions: 4 },
    { port: "next", label: "Answered", sessions: 2 },
  ]);
});

it("has a bar for each day of the period", () => {
  expect(
    bars(view.days, "2026-11-21", "2026-11-23").map(({ day, height, lost }) => [day, height, lost]),
  ).toEqual([
    ["2026-11-21", 1, 0.5],
    ["2026-11-22", 0, 0],
    ["2026-11-23", 0.25, 0],
  ]);
});

it("counts the way from the start where there is but one trigger", () => {
  const triggers = [{ id: "words", kind: "words", leads_to: "ask" }];
  const label = () => "";
  expect(drawn(view, { ...flow, triggers }, ports, label).edges.get("@start/words")).toEqual({
    count: 10,
    share: 1,
  });
  const more = [...triggers, { id: "link", kind: "link", leads_to: "ask" }];
  expect(drawn(view, { ...flow, triggers: more }, ports, label).edges.has("@start/words")).toBe(false);
});
