import { expect, it } from "vitest";

import { differing, plain } from "./plain";

it.each([
  [null, "–"],
  ["", "–"],
  [0, "0"],
  [true, "✓"],
  [["a", "b"], "a, b"],
  [{ en: "Sales", ru: "" }, "en: Sales"],
  [
    [
      { opens: "09:00", closes: "18:00" },
      { opens: "20:00", closes: "02:00" },
    ],
    "09:00–18:00\n20:00–02:00",
  ],
  [{}, "–"],
])("shows %j as %s", (value, text) => {
  expect(plain(value)).toBe(text);
});

it("finds the fields that differ", () => {
  expect(differing({ a: 1, b: ["x"], c: null }, { a: 1, b: ["y"], c: null })).toEqual(["b"]);
});
