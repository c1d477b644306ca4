import { describe, expect, it } from "vitest";

import { backoff } from "./socket";

describe("the wait before another try", () => {
  it("doubles, up to half a minute", () => {
    expect([0, 1, 2, 3, 20].map((tries) => backoff(tries, () => 1))).toEqual([500, 1000, 2000, 4000, 30_000]);
  });

  it("is spread over its upper half", () => {
    expect(backoff(3, () => 0)).toBe(2000);
  });
});
