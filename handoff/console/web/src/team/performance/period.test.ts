import { expect, it } from "vitest";

import { instants, periodOf } from "./period";

const NOW = new Date(2026, 10, 3, 15, 30);
const asked = (search: string) => periodOf(new URLSearchParams(search), NOW);

it.each([
  ["", "2026-10-28", "2026-11-03"],
  ["period=today", "2026-11-03", "2026-11-03"],
  ["period=30", "2026-10-05", "2026-11-03"],
  ["period=own&from=2026-09-01&to=2026-09-30", "2026-09-01", "2026-09-30"],
  ["period=own&from=2026-09-01", "2026-09-01", "2026-09-01"],
  ["period=century", "2026-10-28", "2026-11-03"],
])("counts whole days: %s", (search, from, to) => {
  expect(asked(search)).toMatchObject({ from, to });
});

it("ends with the last day's midnight", () => {
  expect(instants(asked("period=today"))).toEqual({
    since: new Date(2026, 10, 3).toISOString(),
    until: new Date(2026, 10, 4).toISOString(),
  });
});

it("knows no period that ends before it begins", () => {
  expect(instants(asked("period=own&from=2026-09-02&to=2026-09-01"))).toBeNull();
});
