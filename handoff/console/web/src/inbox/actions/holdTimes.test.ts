import { expect, it } from "vitest";

import { localInput, presets } from "./holdTimes";

const NOW = new Date(2026, 2, 10, 15, 30);
const names = (hours: number) =>
  presets(NOW, new Date(NOW.getTime() + hours * 3_600_000)).map((each) => each.name);

it("offers the usual ends of a hold, as far as the line allows them", () => {
  expect(names(72)).toEqual(["hour", "threeHours", "tomorrow"]);
  expect(names(4)).toEqual(["hour", "threeHours"]);
  expect(names(0.5)).toEqual([]);
});

it("means nine o'clock by the reader's own clock", () => {
  const tomorrow = presets(NOW, new Date(2026, 3, 1)).at(-1)?.at;
  expect(tomorrow && localInput(tomorrow)).toBe("2026-03-11T09:00");
});
