import { describe, expect, it } from "vitest";

import { parseDuration, saidDuration, typedDuration } from "./duration";

describe("a length of time", () => {
  it.each([
    ["5m", 300],
    ["2h", 7200],
    ["1d", 86_400],
    ["1:30", 5400],
    ["20", 1200],
    ["1h 30m", 5400],
    ["1h30", 5400],
    ["1,5 ч", 5400],
    ["1.5h", 5400],
    ["15 мин.", 900],
    [" 45S ", 45],
  ])("is read from %j", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(["", "soon", "5 parsecs", "-5m", "1:75", "5m!", "m"])("is not read from %j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it("can be typed again as it is written", () => {
    for (const seconds of [45, 300, 5400, 86_400, 90_061]) {
      expect(parseDuration(typedDuration(seconds))).toBe(seconds);
    }
  });

  it("is said in the reader's language", () => {
    expect(saidDuration(5400, "en")).toBe("1 hr 30 min");
    expect(saidDuration(5400, "ru")).toBe("1 ч 30 мин");
  });

  it("has days only where they are whole", () => {
    expect(saidDuration(2 * 86_400, "en")).toBe("2 days");
    expect(saidDuration(27 * 3600, "en")).toBe("27 hr");
  });
});
