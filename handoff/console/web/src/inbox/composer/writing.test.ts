import { describe, expect, it } from "vitest";

import type { Template } from "../../api/types";
import { marked, type Mark } from "./marking";
import { partsOf } from "./parts";
import { bitsOf, matchingTemplates } from "./templates/filling";
import { isShut, lightOf } from "./window";

/** What is selected stands between brackets ‹ and ›. */
function after(written: string, mark: Mark): string {
  const start = written.indexOf("‹");
  const end = written.indexOf("›") - 1;
  const next = marked({ text: written.replace(/[‹›]/g, ""), start, end }, mark);
  return `${next.text.slice(0, next.start)}‹${next.text.slice(next.start, next.end)}›${next.text.slice(next.end)}`;
}

describe("a mark", () => {
  it("goes around what is selected, and off again", () => {
    expect(after("so ‹good› it is", "bold")).toBe("so **‹good›** it is");
    expect(after("so **‹good›** it is", "bold")).toBe("so ‹good› it is");
    expect(after("so ‹**good**› it is", "bold")).toBe("so ‹good› it is");
    expect(after("‹so›", "italic")).toBe("_‹so›_");
  });

  it("waits for words where nothing is selected", () => {
    expect(after("so ‹›", "bold")).toBe("so **‹›**");
    expect(after("so **‹›**", "bold")).toBe("so ‹›");
  });

  it("leaves white space outside, where signs would be only signs", () => {
    expect(after("so‹ good ›it", "bold")).toBe("so **‹good›** it");
  });

  it("makes a block of several lines of code", () => {
    expect(after("‹a\nb›", "code")).toBe("```\n‹a\nb›\n```");
    expect(after("‹a›", "code")).toBe("`‹a›`");
  });

  it("names a link, or asks where it leads", () => {
    expect(after("see ‹our page›", "link")).toBe("see [our page](‹https://›)");
    expect(after("see ‹https://shop.example/a›", "link")).toBe("see [‹›](https://shop.example/a)");
  });
});

describe("a long text", () => {
  it("makes as many messages as it is cut into", () => {
    expect([0, 1, 10, 11, 20, 21].map((length) => partsOf("x".repeat(length), 10))).toEqual([
      0, 1, 1, 2, 2, 3,
    ]);
  });

  it("is cut after a sentence in the later half", () => {
    expect(partsOf("One two. Three four five", 12)).toBe(3);
    expect(partsOf("aaaa bbbb\n\ncccc dddd", 10)).toBe(2);
  });
});

describe("the window", () => {
  it("warns under two hours and again under half an hour", () => {
    const hour = 3600;
    expect([20 * hour, 2 * hour, 2 * hour - 1, hour / 2, hour / 2 - 1, -1].map(lightOf)).toEqual([
      "green",
      "green",
      "amber",
      "amber",
      "red",
      "red",
    ]);
  });

  it("is shut from its last second on, and never where it has no end", () => {
    const end = Date.parse("2026-01-02T10:00:00Z");
    expect([end - 1, end].map((now) => isShut("2026-01-02T10:00:00Z", now))).toEqual([false, true]);
    expect(isShut(null, end)).toBe(false);
  });
});

describe("a template", () => {
  const template = (name: string, change: Partial<Template> = {}) =>
    ({ name, language: "en", header: "", body: "", footer: "", usable: true, ...change }) as Template;

  it("reads with what is filled in, and names what is empty", () => {
    expect(bitsOf("Dear {{1}}, {{ order }} is here.", { "1": "Ada", order: " " })).toEqual([
      { text: "Dear " },
      { text: "Ada", place: "1", empty: false },
      { text: ", " },
      { text: "order", place: "order", empty: true },
      { text: " is here." },
    ]);
  });

  it("is found by its words, the customer's language first, the unusable last", () => {
    const all = [
      template("shipped", { body: "On its way", usable: false, language: "ru" }),
      template("late", { body: "It is LATE on its way" }),
      template("late", { body: "Опаздывает, late", language: "ru_RU" }),
      template("other", { body: "Hello" }),
    ];
    const found = (sought: string) =>
      matchingTemplates(all, sought, ["ru", "en"]).map((each) => `${each.name} ${each.language}`);
    expect(found("")).toEqual(["late ru_RU", "late en", "other en", "shipped ru"]);
    expect(found("way late")).toEqual(["late en"]);
  });
});
