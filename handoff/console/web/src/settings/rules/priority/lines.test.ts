import { describe, expect, it } from "vitest";

import type { Level } from "../model";
import { levelLabel, signed } from "./lines";

describe("the priority scheme in words", () => {
  it("names a level as the reader does, else in English, else by any name it has", () => {
    const level: Level = { id: "high", names: { en: "High", ru: "Высокий" }, points: 20, color: "red" };
    expect(levelLabel(level, "ru")).toBe("Высокий");
    expect(levelLabel(level, "pl")).toBe("High");
    expect(levelLabel({ ...level, names: { en: "", el: "Υψηλή" } }, "pl")).toBe("Υψηλή");
    expect(levelLabel({ ...level, names: {} }, "pl")).toBe("high");
  });

  it("gives points their sign", () => {
    expect([signed(10), signed(-5), signed(0)]).toEqual(["+10", "−5", "0"]);
  });
});
