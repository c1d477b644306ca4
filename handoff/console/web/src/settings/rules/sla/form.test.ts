import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";

import en from "../../../messages/en.json";
import { changes } from "../chapter/changes";
import { newStep, type Policies } from "../model";
import { newPolicy, slaShape } from "./form";
import { slaLines, stepText, type SlaWords } from "./lines";

const LEVELS = ["normal", "critical"];
const shape = slaShape(LEVELS, "Not a length of time.");
const words: SlaWords = {
  t: createTranslator({ locale: "en", messages: en, namespace: "rules.say" }) as SlaWords["t"],
  locale: "en",
  fact: (fact) => fact,
  value: (_, value) => value,
  line: (id) => id,
  level: (id) => id,
  person: (id) => id,
  target: (target) => target.replace("_", " "),
};

const value: Policies = {
  policies: [
    {
      id: "all",
      name: "Everybody",
      when: { kind: "all", of: [] },
      time: "business",
      pauses: {},
      tables: [
        {
          target: "resolution",
          axes: ["kind"],
          cells: [
            { row: ["problem"], limits: { critical: 3600, "*": null } },
            { row: ["*"], limits: { normal: 7200 } },
          ],
        },
      ],
      steps: [],
    },
  ],
};

function typed(text: string) {
  const form = shape.toForm(value);
  const [policy] = form.policies;
  const sheet = policy?.sheets[0];
  return {
    policies: [{ ...policy, sheets: [{ ...sheet, rows: [["problem", text, "", ""]] }] }],
  } as typeof form;
}

describe("SLA policies in their editor", () => {
  it("come out as they went in", () => {
    expect(shape.toValue(shape.toForm(value))).toEqual(value);
    expect(shape.wrong(shape.toForm(value))).toEqual([]);
  });

  it("say where a limit can't be read, in the server's own path", () => {
    expect(shape.wrong(typed("soon"))).toEqual([
      { field: "policies.0.tables.0.cells.0.limits.critical", message: "Not a length of time." },
    ]);
  });

  it("begin with a column for each level, the most urgent first", () => {
    expect(newPolicy(LEVELS, "New").sheets[0]?.columns).toEqual(["critical", "normal", "*"]);
  });

  it("tell a changed limit by its row", () => {
    const after = shape.toValue(typed("2h"));
    expect(changes(slaLines(value, words), slaLines(after, words))).toEqual([
      {
        kind: "changed",
        key: "all 0 resolution kind problem",
        before: "Everybody: resolution · problem · critical 1 hr, any priority no promise",
        text: "Everybody: resolution · problem · critical 2 hr",
      },
      {
        kind: "removed",
        key: "all 0 resolution kind *",
        text: "Everybody: resolution · * · normal 2 hr",
      },
    ]);
  });
});

describe("a step", () => {
  it("is a warning before the limit, and an escalation from then on", () => {
    expect(stepText(newStep(75), words)).toBe("At 75% of any limit: tell the operator");
    const late = { ...newStep(100), targets: ["resolution" as const], raise_priority: true };
    expect(stepText({ ...late, move: "next_tier" }, words)).toBe(
      "When resolution is missed: tell the supervisors, raise the priority by one level, move to the line above",
    );
  });
});
