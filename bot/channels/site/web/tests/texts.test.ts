import { expect, test } from "vitest";
import el from "../src/messages/el.json";
import en from "../src/messages/en.json";
import pl from "../src/messages/pl.json";
import ru from "../src/messages/ru.json";
import { uuid } from "../src/ids";
import { choose, say } from "../src/texts";
import { day } from "../src/times";

test.each(Object.entries({ ru, pl, el }))("%s says everything that English says", (language, texts) => {
  expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
  expect(Object.keys(texts.problems)).toEqual(Object.keys(en.problems));
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const text of Object.values(texts)) {
    if (typeof text === "object" && "other" in text)
      expect(needed.filter((form) => !(form in text))).toEqual([]);
  }
});

test("numbers take the form that the language wants", () => {
  expect([1, 3, 5, 21].map((count) => say(ru.unread, "ru", count).split(", ")[1])).toEqual([
    "1 новое сообщение",
    "3 новых сообщения",
    "5 новых сообщений",
    "21 новое сообщение",
  ]);
});

test("the first known language is taken", () => {
  expect(choose(undefined, "de", "el-GR")).toBe("el");
  expect(choose("PL")).toBe("pl");
  expect(choose("de", null)).toBe("en");
});

test("near days have names", () => {
  const now = new Date(2025, 10, 22, 0, 30);
  expect(day(new Date(2025, 10, 22, 23, 0), now, "ru")).toBe("Сегодня");
  expect(day(new Date(2025, 10, 21, 23, 0), now, "en")).toBe("Yesterday");
  expect(day(new Date(2025, 10, 19), now, "pl")).toBe("środa, 19 listopada");
  expect(day(new Date(2024, 10, 19), now, "pl")).toBe("wtorek, 19 listopada 2024");
});

test("ids are UUIDs of version 4, each its own", () => {
  const some = Array.from({ length: 100 }, uuid);
  expect(new Set(some).size).toBe(100);
  for (const id of some)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
});
