import { describe, expect, it } from "vitest";

import { begin, reduce, type Action, type History } from "./history";

const type = (text: string, at: number, mark?: string): Action<string> => ({
  do: "change",
  to: () => text,
  at,
  mark,
});
const all = (...actions: Action<string>[]): History<string> => actions.reduce(reduce, begin(""));

describe("the history", () => {
  it("undoes and redoes", () => {
    const two = all(type("a", 0), type("ab", 10));
    const one = reduce(two, { do: "undo" });
    expect(one.present).toBe("a");
    expect(reduce(one, { do: "redo" }).present).toBe("ab");
    expect(reduce(reduce(one, { do: "undo" }), { do: "undo" }).present).toBe("");
  });

  it("takes typing in one field for one change", () => {
    const typed = all(type("h", 0, "text"), type("hi", 300, "text"), type("hi!", 900, "text"));
    expect(typed.past).toEqual([""]);
    expect(reduce(typed, { do: "undo" }).present).toBe("");
  });

  it.each([
    ["after a pause", type("hi", 5000, "text")],
    ["in another field", type("hi", 100, "title")],
    ["of something that is not typed", type("hi", 100)],
  ])("takes a change %s for another one", (_, action) => {
    expect(all(type("h", 0, "text"), action).past).toEqual(["", "h"]);
  });

  it("begins anew after an undo, and forgets what was undone", () => {
    const again = all(type("a", 0, "text"), { do: "undo" }, type("b", 100, "text"));
    expect(again.past).toEqual([""]);
    expect(again.future).toEqual([]);
    expect(reduce(again, { do: "redo" })).toBe(again);
  });

  it("counts what follows by itself to the change before", () => {
    const amended = all(type("a", 0), { do: "amend", to: (text) => `${text}+` });
    expect(amended.present).toBe("a+");
    expect(reduce(amended, { do: "undo" }).present).toBe("");
  });

  it("keeps nothing of a change that changes nothing", () => {
    const one = all(type("a", 0));
    expect(reduce(one, type("a", 10))).toBe(one);
  });

  it("remembers the last two hundred", () => {
    const many = Array.from({ length: 300 }, (_, at) => type(String(at), at)).reduce(reduce, begin(""));
    expect(many.past).toHaveLength(200);
  });
});
