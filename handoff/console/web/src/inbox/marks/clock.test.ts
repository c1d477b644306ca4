import { describe, expect, it } from "vitest";

import type { ClockView } from "../../api/types";
import { shortly, standingAt } from "./clock";

const READ = "2026-03-10T12:00:00Z";
const minutes = (count: number) => Date.parse(READ) + count * 60_000;
const iso = (count: number) => new Date(minutes(count)).toISOString();

/** An hour's promise, 40 minutes of which are left; amber from 15 minutes left. */
function clock(change: Partial<ClockView> = {}): ClockView {
  return {
    target: "first_response",
    status: null,
    policy: "Standard",
    light: "green",
    limit_seconds: 3600,
    read_at: READ,
    left_seconds: 2400,
    started_at: iso(-20),
    amber_at: iso(25),
    due_at: iso(40),
    stopped_by: null,
    resumes_at: null,
    closes_at: null,
    breached_at: null,
    met_at: null,
    ...change,
  };
}

const told = (given: Partial<ClockView>, after: number) => {
  const { light, left, stop } = standingAt(clock(given), minutes(after));
  return [light, left / 60, stop];
};

describe("a clock, minutes after it was read", () => {
  it.each<[string, Partial<ClockView>, number, unknown[]]>([
    ["runs down", {}, 10, ["green", 30, null]],
    ["turns amber", {}, 25, ["amber", 15, null]],
    ["turns red when it is due", {}, 40, ["red", 0, null]],
    ["counts on when it is late", {}, 50, ["red", -10, null]],
    [
      "stands still while it is the customer's turn",
      { stopped_by: "customer", due_at: null },
      500,
      ["green", 40, "customer"],
    ],
    ["stands still on hold", { stopped_by: "on_hold", due_at: null }, 500, ["green", 40, "on_hold"]],
    [
      "stops when the line closes",
      { closes_at: iso(10), amber_at: iso(885), due_at: iso(900) },
      30,
      ["green", 30, "closed_hours"],
    ],
    [
      "waits for the line to open",
      { stopped_by: "closed_hours", resumes_at: iso(60), amber_at: iso(85), due_at: iso(100) },
      30,
      ["green", 40, "closed_hours"],
    ],
    [
      "goes on when the line opens",
      { stopped_by: "closed_hours", resumes_at: iso(60), amber_at: iso(85), due_at: iso(100) },
      90,
      ["amber", 10, null],
    ],
    [
      "is not touched any more once it is met",
      { met_at: iso(-1), light: "red", left_seconds: -60 },
      30,
      ["red", -1, null],
    ],
  ])("%s", (_, given, after, expected) => {
    expect(told(given, after)).toEqual(expected);
  });
});

it.each([
  [3 * 86_400 + 5 * 3600, "3d 5h"],
  [7200 + 5 * 60, "2h 5m"],
  [7200, "2h"],
  [12 * 60 + 40, "12m"],
  [245, "4:05"],
  [0.4, "0:00"],
  [-0.4, "0:00"],
  [-90, "−1:30"],
  [-3600, "−1h"],
])("says %d seconds in short", (seconds, said) => {
  expect(shortly(seconds, "en")).toBe(said);
});

it("speaks the reader's language", () => {
  expect(shortly(3600 + 600, "ru")).toBe("1 ч 10 мин");
});
