import { describe, expect, it } from "vitest";

import type { Condition } from "../model";
import { asGroup, comparison, isAlways, unwrapped, wrapped } from "./tree";

const leaf: Condition = { kind: "is", fact: "language", values: ["ru"] };

describe("a condition in the builder", () => {
  it("shows two nots as none", () => {
    expect(unwrapped({ kind: "not", of: { kind: "not", of: leaf } })).toEqual({ not: false, inner: leaf });
    expect(wrapped(unwrapped({ kind: "not", of: leaf }))).toEqual({ kind: "not", of: leaf });
  });

  it("has a group around it to add to", () => {
    expect(asGroup(leaf)).toEqual({ kind: "all", of: [leaf] });
    const none: Condition = { kind: "not", of: { kind: "any", of: [leaf] } };
    expect(asGroup(none)).toBe(none);
  });

  it("holds always only when it says nothing", () => {
    expect(isAlways({ kind: "all", of: [{ kind: "all", of: [] }] })).toBe(true);
    expect(isAlways({ kind: "any", of: [] })).toBe(false);
    expect(isAlways({ kind: "all", of: [leaf] })).toBe(false);
  });

  it("names how it compares", () => {
    expect(comparison(false, ["*"])).toBe("known");
    expect(comparison(true, ["*"])).toBe("unknown");
    expect(comparison(true, ["ru"])).toBe("is_not");
    expect(comparison(false, [])).toBe("is");
  });
});
