import { expect, test } from "vitest";

import document from "../../../openapi.json";
import en from "../../messages/en.json";
import ru from "../../messages/ru.json";
import { DEEDS, keyOf } from "./deeds";

/** As the server has it: asked by POST, and only looking. */
const CHANGE_NOTHING = /\/(seen|notices\/read|articles\/try|flow-check|flow-try|replay|rules\/test)$/;
const all: string[] = Object.values(DEEDS).flat();

test("whatever is noted of the console is in one group", () => {
  const noted = Object.entries(document.paths).flatMap(([path, methods]) =>
    path.startsWith("/api/") && !CHANGE_NOTHING.test(path)
      ? Object.keys(methods)
          .filter((method) => method !== "get")
          .map((method) => `${method.toUpperCase()} ${path}`)
      : [],
  );
  expect(noted.filter((each) => !all.includes(each))).toEqual([]);
  expect(new Set(all).size).toBe(all.length);
});

test.each(Object.entries({ en, ru }))("%s has words for each, and for nothing else", (_, messages) => {
  expect(Object.keys(messages.audit.did).sort()).toEqual(all.map(keyOf).sort());
  expect(Object.keys(messages.audit.group).sort()).toEqual(Object.keys(DEEDS).sort());
});
