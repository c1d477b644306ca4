import { describe, expect, it } from "vitest";

import type { Row, Session, View } from "../api/types";
import { applyRow, belongs, inOrder, removeRow, type Pages } from "./apply";

const ME = "anna";
const base = { id: "s", number: 1, started_at: "2026-01-01T08:00:00Z" };
const sessions = {
  bot: { ...base, state: "with_bot", failures: 0 },
  waiting: { ...base, state: "waiting", line: "orders", since: "2026-01-01T09:00:00Z", priority: 0 },
  mine: { ...base, state: "with_operator", line: "orders", operator: ME, since: "2026-01-01T09:00:00Z" },
  theirs: {
    ...base,
    state: "with_operator",
    line: "orders",
    operator: "boris",
    since: "2026-01-01T09:00:00Z",
  },
  closed: { ...base, state: "closed", closed_at: "2026-01-01T10:00:00Z", reason: "solved" },
} satisfies Record<string, Session>;

function row(id: string, minute: number, session: Session = sessions.waiting, version = 1): Row {
  return {
    id,
    channel: "telegram",
    customer: { name: id, language: "en", left: false },
    session,
    last: null,
    unread: 0,
    updated_at: `2026-01-01T09:${String(minute).padStart(2, "0")}:00Z`,
    version,
  };
}

function list(...pages: Row[][]): Pages {
  return {
    pages: pages.map((items, index) => ({
      items,
      next: index < pages.length - 1 ? "more" : null,
      counts: {},
    })),
    pageParams: pages.map(() => null),
  };
}

const ids = (pages: Pages) => pages.pages.map((page) => page.items.map((each) => each.id));
const all = { view: "open" as View, q: "", line: null };

describe("which view shows a session", () => {
  const table: [keyof typeof sessions, View[]][] = [
    ["bot", ["bot"]],
    ["waiting", ["waiting", "open"]],
    ["mine", ["mine", "open"]],
    ["theirs", ["open"]],
    ["closed", ["closed"]],
  ];
  it.each(table)("%s", (name, views) => {
    const shown = (["mine", "waiting", "open", "bot", "closed"] as View[]).filter((view) =>
      belongs(row("a", 0, sessions[name]), view, ME),
    );
    expect(shown.sort()).toEqual([...views].sort());
  });
});

describe("a changed row", () => {
  it("goes to the place of its new time", () => {
    const before = list([row("a", 30), row("b", 20)], [row("c", 10)]);
    expect(ids(applyRow(before, all, row("c", 40, sessions.waiting, 2), ME))).toEqual([["c", "a", "b"], []]);
  });

  it("leaves a view that it does not belong to any more", () => {
    const before = list([row("a", 30), row("b", 20)]);
    const taken = row("b", 31, sessions.theirs, 2);
    expect(ids(applyRow(before, { ...all, view: "waiting" }, taken, ME))).toEqual([["a"]]);
    expect(ids(applyRow(before, all, taken, ME))).toEqual([["b", "a"]]);
  });

  it("comes into a view that it belongs to now", () => {
    expect(ids(applyRow(list([]), { ...all, view: "mine" }, row("a", 5, sessions.mine), ME))).toEqual([
      ["a"],
    ]);
  });

  it("that is older than the one held changes nothing", () => {
    const before = list([row("a", 30, sessions.waiting, 7)]);
    expect(applyRow(before, all, row("a", 20, sessions.closed, 6), ME)).toBe(before);
  });

  it("below the last loaded row waits for its page", () => {
    const before = list([row("a", 30)]);
    if (before.pages[0]) before.pages[0].next = "more";
    expect(ids(applyRow(before, all, row("z", 1), ME))).toEqual([["a"]]);
  });

  it("of another line stays out of a filtered list", () => {
    expect(ids(applyRow(list([]), { ...all, line: "returns" }, row("a", 1), ME))).toEqual([[]]);
  });

  it("is not added to a search, but kept true in it", () => {
    const search = { ...all, q: "lamp" };
    expect(ids(applyRow(list([]), search, row("a", 1), ME))).toEqual([[]]);
    const kept = applyRow(list([row("a", 1)]), search, row("a", 2, sessions.mine, 2), ME);
    expect(kept.pages[0]?.items[0]?.version).toBe(2);
  });
});

it("takes a hidden row out, and leaves other lists as they are", () => {
  const before = list([row("a", 2), row("b", 1)]);
  expect(ids(removeRow(before, "a"))).toEqual([["b"]]);
  expect(removeRow(before, "zz")).toBe(before);
});

it("shows a queue by priority, then by the longest wait; other views as they come", () => {
  const since = (id: string, minute: number, priority = 0) =>
    row(id, 0, { ...sessions.waiting, since: `2026-01-01T08:${minute}:00Z`, priority });
  const rows = [since("late", 50), since("early", 10), since("urgent", 55, 5)];
  expect(inOrder(rows, "waiting").map((each) => each.id)).toEqual(["urgent", "early", "late"]);
  expect(inOrder(rows, "open")).toBe(rows);
});
