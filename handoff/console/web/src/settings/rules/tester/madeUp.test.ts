import { describe, expect, it } from "vitest";

import { BLANK, factsOf, isBlank } from "./madeUp";

describe("a made-up session", () => {
  it("is blank until something is said of it", () => {
    expect(isBlank({ ...BLANK, words: { language: [] }, text: " " })).toBe(true);
    expect(isBlank({ ...BLANK, numbers: { sentiment: 0 } })).toBe(false);
    expect(isBlank({ ...BLANK, words: { language: ["ru"] } })).toBe(false);
  });

  it("is asked about without what was left empty, at an instant", () => {
    const at = "2026-03-01T10:00";
    const facts = factsOf({ ...BLANK, words: { language: ["ru"], topic: [] }, at });
    expect(facts).toEqual({
      words: { language: ["ru"] },
      numbers: {},
      text: "",
      at: new Date(2026, 2, 1, 10).toISOString(),
    });
    expect(factsOf(BLANK).at).toBeNull();
  });
});
