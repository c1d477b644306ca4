import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";

import en from "../../../messages/en.json";
import { newRule, type Condition, type Dates } from "../model";
import { sayCondition, sayOutcome, type Words } from "./say";

const words: Words = {
  t: createTranslator({ locale: "en", messages: en, namespace: "rules.say" }) as Words["t"],
  locale: "en",
  fact: (fact) => fact,
  value: (_, value) => value,
  line: (id) => id,
  level: (id) => id,
  person: (id) => id,
};

const language: Condition = { kind: "is", fact: "language", values: ["ru", "pl"] };
const refund: Condition = { kind: "says", words: ["refund"] };
const angry: Condition = { kind: "between", fact: "sentiment", least: null, below: -0.3 };
const sale: Dates = { kind: "dates", first: "2026-11-27", last: "2026-11-29", zone: "Europe/Warsaw" };

describe("a condition as a sentence", () => {
  it.each<[Condition, string]>([
    [{ kind: "all", of: [] }, "always"],
    [{ kind: "any", of: [] }, "never"],
    [{ kind: "all", of: [language, refund] }, "language is ru or pl and the customer says “refund”"],
    [
      { kind: "all", of: [{ kind: "any", of: [language, angry] }, refund] },
      "(language is ru or pl or sentiment is below -0.3) and the customer says “refund”",
    ],
    [{ kind: "says", words: [..."abcdefgh"] }, "the customer says “a”, “b”, “c”, “d”, “e”, or 3 more"],
    [{ kind: "not", of: language }, "language is not ru or pl"],
    [{ kind: "is", fact: "region", values: ["*"] }, "region is known"],
    [{ kind: "not", of: angry }, "sentiment is at least -0.3"],
    [sale, "the date is from Nov 27, 2026 to Nov 29, 2026 (Europe/Warsaw)"],
    [{ ...sale, last: sale.first }, "the date is Nov 27, 2026 (Europe/Warsaw)"],
    [{ ...sale, last: null }, "the date is Nov 27, 2026 or later (Europe/Warsaw)"],
    [{ kind: "not", of: { ...sale, first: null } }, "the date is after Nov 29, 2026 (Europe/Warsaw)"],
    [
      { kind: "not", of: { kind: "any", of: [language, refund] } },
      "not: (language is ru or pl or the customer says “refund”)",
    ],
  ])("%j", (condition, sentence) => {
    expect(sayCondition(condition, words)).toBe(sentence);
  });

  it("is followed by what the rule asks for", () => {
    const then = {
      ...newRule().then,
      line: "payments",
      priority: "high",
      skills: { refunds: 3 },
      tags: ["vip"],
    };
    expect(sayOutcome(then, words)).toEqual(["payments", "at least high", "refunds 3+", "#vip"]);
    expect(sayOutcome(newRule().then, words)).toEqual([]);
  });
});
