import { describe, expect, it } from "vitest";

import { arrows, columns } from "./map";

const line = (id: string, tier: number, escalates_to: string | null = null) => ({ id, tier, escalates_to });
const LINES = [
  line("chat", 1, "money"),
  line("help", 1, "tech"),
  line("it", 1),
  line("tech", 2, "devs"),
  line("money", 2),
  line("devs", 3),
];

describe("the map of lines", () => {
  it("has a column for each tier, with those who escalate to the same line together", () => {
    expect(columns(LINES).map((each) => each.map(({ id }) => id))).toEqual([
      ["help", "chat", "it"],
      ["tech", "money"],
      ["devs"],
    ]);
  });

  it("draws an arrow from each line to the one above it, and none to what is not there", () => {
    const drawn = arrows(columns([...LINES, line("old", 1, "archived")]), 912);
    expect(drawn.map(({ from, to }) => `${from}>${to}`)).toEqual(["help>tech", "chat>money", "tech>devs"]);
    expect(drawn[0]?.path).toMatch(/^M266.* 46 C/);
  });
});
