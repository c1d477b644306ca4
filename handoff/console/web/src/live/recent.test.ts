import { expect, it } from "vitest";

import type { Row } from "../api/types";
import type { ListQuery, Pages } from "./apply";
import { Recent } from "./recent";

const ME = { id: "anna", role: "operator" } as const;
const WAITING: ListQuery = {
  view: "waiting",
  q: "",
  line: null,
  priority: null,
  channel: null,
  account: null,
};

function row(id: string, version: number): Row {
  return {
    id,
    channel: "telegram",
    customer: { name: id, language: "en", groups: [], verified: [], left: false },
    session: {
      state: "waiting",
      id: "s",
      number: 1,
      started_at: "",
      line: "orders",
      since: "2026-01-01T09:00:00Z",
    },
    clocks: [],
    reply_until: null,
    due_at: null,
    last: null,
    unread: 0,
    updated_at: "2026-01-01T09:00:00Z",
    version,
  };
}

const list = (...items: Row[]): Pages => ({ pages: [{ items, next: null, counts: {} }], pageParams: [null] });
const shown = (pages: Pages) =>
  pages.pages.flatMap((page) => page.items.map((each) => [each.id, each.version]));

it("adds what changed while the list was being read", () => {
  const recent = new Recent();
  recent.changed(row("grace", 2), 1000);
  expect(shown(recent.over(list(), WAITING, ME, 1500))).toEqual([["grace", 2]]);
});

it("leaves what the list knows better", () => {
  const recent = new Recent();
  recent.changed(row("grace", 2), 1000);
  expect(shown(recent.over(list(row("grace", 3)), WAITING, ME, 1500))).toEqual([["grace", 3]]);
});

it("takes out what may not be seen any more", () => {
  const recent = new Recent();
  recent.changed(row("grace", 2), 1000);
  recent.hidden("grace", 1100);
  expect(shown(recent.over(list(row("grace", 2)), WAITING, ME, 1500))).toEqual([]);
});

it("forgets what every list must know by now", () => {
  const recent = new Recent();
  recent.changed(row("grace", 2), 1000);
  expect(shown(recent.over(list(), WAITING, ME, 60_000))).toEqual([]);
});
