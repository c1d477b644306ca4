import { expect, it } from "vitest";

import { inSeconds, split } from "./duration";

it.each([
  [45, 45, "second"],
  [90, 90, "second"],
  [120, 2, "minute"],
  [5400, 90, "minute"],
  [7200, 2, "hour"],
  [259_200, 3, "day"],
  [0, 0, "second"],
] as const)("%d seconds are %d %ss", (seconds, amount, unit) => {
  const duration = split(seconds, ["second", "minute", "hour", "day"]);
  expect(duration).toEqual({ amount, unit });
  expect(inSeconds(duration)).toBe(seconds);
});

it("speaks in the units that are offered", () => {
  expect(split(30, ["minute", "hour"])).toEqual({ amount: 0.5, unit: "minute" });
  expect(split(0, ["minute", "hour"])).toEqual({ amount: 0, unit: "minute" });
});
