import { expect, it } from "vitest";

import { fromLocal, secondsTo, toLocal } from "./times";

it("writes a moment as a field does, and reads it back", () => {
  const at = new Date(2026, 10, 23, 9, 5).toISOString();
  expect(toLocal(at)).toBe("2026-11-23T09:05");
  expect(fromLocal("2026-11-23T09:05")).toBe(at);
});

it("reads nothing from what is no moment", () => {
  expect(fromLocal("")).toBeNull();
});

it.each([
  ["2026-11-23T10:01:00Z", "2026-11-23T10:00:00Z", 60],
  ["2026-11-23T10:00:00.200Z", "2026-11-23T10:00:00Z", 1],
  ["2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z", 0],
])("counts the seconds to %s from %s", (until, from, seconds) => {
  expect(secondsTo(until, from)).toBe(seconds);
});
