import { describe, expect, it } from "vitest";

import { changes, type Line } from "./changes";

const line = (key: string, text = key, value: unknown = text): Line => ({ key, text, value });
const [a, b, c, d] = [line("a"), line("b"), line("c"), line("d")];

describe("two versions", () => {
  it("are the same when nothing differs but the order of names", () => {
    expect(changes([line("a", "a", { x: 1, y: 2 })], [line("a", "a", { y: 2, x: 1 })])).toEqual([]);
  });

  it("tell what was added, changed and removed", () => {
    const after = [line("a", "A"), d];
    expect(changes([a, b], after)).toEqual([
      { kind: "changed", key: "a", text: "A", before: "a" },
      { kind: "added", key: "d", text: "d" },
      { kind: "removed", key: "b", text: "b" },
    ]);
  });

  it("tell a change that the text doesn't show", () => {
    expect(changes([line("a", "hours", 1)], [line("a", "hours", 2)])).toHaveLength(1);
  });

  it("call moved only the one that was carried", () => {
    expect(changes([a, b, c, d], [d, a, b, c])).toEqual([{ kind: "moved", key: "d", text: "d" }]);
    expect(changes([a, b, c], [c, b])).toEqual([
      { kind: "moved", key: "b", text: "b" },
      { kind: "removed", key: "a", text: "a" },
    ]);
  });
});
