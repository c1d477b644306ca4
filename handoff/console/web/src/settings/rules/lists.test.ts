import { describe, expect, it } from "vitest";

import { inserted, less, moved, replaced, without } from "./lists";

describe("a list that is edited", () => {
  const list = ["a", "b", "c"];

  it("carries one to another place, and never out of the list", () => {
    expect(moved(list, 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(list, 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(list, 0, 3)).toEqual(list);
    expect(moved(list, 0, -1)).toEqual(list);
  });

  it("is a new list after each change", () => {
    expect(replaced(list, 1, "x")).toEqual(["a", "x", "c"]);
    expect(without(list, 1)).toEqual(["a", "c"]);
    expect(inserted(list, 3, "d")).toEqual(["a", "b", "c", "d"]);
    expect(list).toEqual(["a", "b", "c"]);
  });

  it("leaves a record without a key", () => {
    expect(less({ a: 1, b: 2 }, "a")).toEqual({ b: 2 });
  });
});
