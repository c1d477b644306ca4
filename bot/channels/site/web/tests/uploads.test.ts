import { expect, test } from "vitest";
import { fitted } from "../src/fitted";
import { hopeful, LARGEST, MOST, objection } from "../src/uploads";

test.each([
  [0, 0, "file_empty"],
  [1, 0, null],
  [LARGEST, MOST - 1, null],
  [LARGEST + 1, 0, "file_size"],
  [1, MOST, "too_many"],
])("a file of %i bytes beside %i others: %s", (size, others, problem) => {
  expect(objection(size, others)).toBe(problem);
});

test("another try is offered where it may end otherwise", () => {
  expect((["failed", "too_fast", "file_type", "file_size"] as const).map(hopeful)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  [40, 30, { width: 40, height: 30 }],
  [2800, 1000, { width: 280, height: 100 }],
  [1000, 2600, { width: 100, height: 260 }],
  [9000, 3, { width: 280, height: 1 }],
  [null, null, null],
])("a picture of %s × %s is shown as %o", (width, height, shown) => {
  expect(fitted({ width, height })).toEqual(shown);
});
