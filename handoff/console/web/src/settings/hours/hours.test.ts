import { describe, expect, it } from "vitest";

import { bars, byWeek, flaw, nextInterval, toForm, toHours, type Hours } from "./hours";

const OFFICE: Hours = {
  zone: "Europe/Warsaw",
  week: {
    "0": [{ opens: "09:00:00", closes: "13:00:00" }],
    "5": [{ opens: "22:00:00", closes: "06:00:00" }],
  },
  holidays: ["2026-12-25", "2026-12-31"],
  exceptions: { "2026-12-31": [{ opens: "09:00:00", closes: "12:00:00" }], "2026-12-24": [] },
};

describe("hours in the editor", () => {
  it("keep what they were made from", () => {
    const again = toHours(toForm(OFFICE));
    expect(toForm(again)).toEqual(toForm(OFFICE));
    expect(again.week["0"]).toEqual([{ opens: "09:00", closes: "13:00" }]);
  });

  it("show an exception instead of the holiday, and one without hours as a holiday", () => {
    expect(toForm(OFFICE).days.map((each) => [each.date, each.intervals.length])).toEqual([
      ["2026-12-24", 0],
      ["2026-12-25", 0],
      ["2026-12-31", 1],
    ]);
  });

  it("tell always open from closed all week", () => {
    const always = toForm({ zone: "UTC", week: {} });
    expect(always.always).toBe(true);
    expect(toHours(always).week).toEqual({});
    const never = toHours({ ...always, always: false });
    expect(Object.keys(never.week)).toHaveLength(7);
    expect(toForm(never).always).toBe(false);
  });

  it("begin with a usual week, and bring back the one there was", () => {
    const always = toForm({ zone: "UTC" });
    expect(byWeek(always).week.map((each) => each.length)).toEqual([1, 1, 1, 1, 1, 0, 0]);
    const office = toForm(OFFICE);
    expect(byWeek({ ...office, always: true })).toEqual(office);
  });

  it("leave out a day whose date is not yet chosen", () => {
    const form = toForm({ zone: "UTC" });
    expect(toHours({ ...form, days: [{ date: "", intervals: [] }] }).holidays).toEqual([]);
  });
});

describe("a day", () => {
  it.each([
    [
      [
        ["09:00", "13:00"],
        ["14:00", "18:00"],
      ],
      null,
    ],
    [
      [
        ["14:00", "18:00"],
        ["09:00", "14:00"],
      ],
      null,
    ],
    [
      [
        ["09:00", "14:00"],
        ["13:00", "18:00"],
      ],
      "overlap",
    ],
    [
      [
        ["18:00", "02:00"],
        ["20:00", "23:00"],
      ],
      "overlap",
    ],
    [[["09:00", ""]], "incomplete"],
    [[["00:00", "00:00"]], null],
  ])("%j has the flaw %s", (pairs, expected) => {
    expect(flaw((pairs as [string, string][]).map(([opens, closes]) => ({ opens, closes })))).toBe(expected);
  });

  it("offers an afternoon after a morning", () => {
    expect(nextInterval([])).toEqual({ opens: "09:00", closes: "18:00" });
    expect(nextInterval([{ opens: "09:00", closes: "13:00" }])).toEqual({ opens: "14:00", closes: "18:00" });
    expect(nextInterval([{ opens: "09:00", closes: "22:30" }])).toEqual({ opens: "23:00", closes: "00:00" });
  });

  it("shows the end of a night on the morning after", () => {
    const week = [[{ opens: "18:00", closes: "06:00" }], [], [], [], [], [], []];
    expect(bars(week, 0)).toEqual([{ from: 0.75, to: 1 }]);
    expect(bars(week, 1)).toEqual([{ from: 0, to: 0.25 }]);
  });

  it("fills a whole day, and not the next", () => {
    const week = [[{ opens: "00:00", closes: "00:00" }], [], [], [], [], [], []];
    expect(bars(week, 0)).toEqual([{ from: 0, to: 1 }]);
    expect(bars(week, 1)).toEqual([]);
  });
});
