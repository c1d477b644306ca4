import { describe, expect, it } from "vitest";

import { lasting, when } from "./time";

const NOW = new Date("2026-03-10T12:00:00Z");
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();

describe("how long", () => {
  it.each([
    [0.5, "30 sec"],
    [12, "12 min"],
    [59.9, "59 min"],
    [190, "3 hr"],
    [60 * 24 * 2.5, "2 days"],
  ])("%d minutes", (minutes, said) => {
    expect(lasting(ago(minutes), NOW, "en")).toBe(said);
  });

  it("is never negative, when the server's clock is ahead", () => {
    expect(lasting(ago(-1), NOW, "en")).toBe("0 sec");
  });

  it("speaks the reader's language", () => {
    expect(lasting(ago(5), NOW, "ru")).toBe("5 мин");
  });
});

it("tells the date of what is older than a day, with the year when it is another", () => {
  expect(when(ago(0.5), NOW, "en")).toBe("now");
  expect(when(ago(30), NOW, "en")).toBe("30 min");
  expect(when("2026-03-01T12:00:00Z", NOW, "en")).toBe("Mar 1");
  expect(when("2025-12-31T12:00:00Z", NOW, "en")).toBe("Dec 31, 25");
});
