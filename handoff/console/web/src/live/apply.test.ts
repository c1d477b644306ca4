import { describe, expect, it } from "vitest";

import type { Row, Session, View } from "../api/types";
import { applyRow, belongs, removeRow, type ListQuery, type Pages, type Reader } from "./apply";

const ME: Reader = { id: "anna", role: "operator" };
const base = { id: "s", number: 1, started_at: "2026-01-01T08:00:00Z" };
const sessions = {
  bot: { ...base, state: "with_bot", failures: 0, choices: [] },
  waiting: { ...base, state: "waiting", line: "orders", since: "2026-01-01T09:00:00Z" },
  mine: {
    ...base,
    state: "with_operator",
    line: "orders",
    operator: "anna",
    since: "2026-01-01T09:00:00Z",
    waited: 0,
  },
  theirs: {
    ...base,
    state: "with_operator",
    line: "orders",
    operator: "boris",
    since: "2026-01-01T09:00:00Z",
    waited: 0,
  },
  closed: { ...base, state: "closed", closed_at: "2026-01-01T10:00:00Z", reason: "solved", comment: "" },
} satisfies Record<string, Session>;

function row(id: string, minute: number, session: Session = sessions.waiting, version = 1): Row {
  return {
    id,
    channel: "telegram",
    customer: { name: id, language: "en", groups: [], verified: [], left: false },
    session,
    clocks: [],
    reply_until: null,
    due_at: null,
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
const all: ListQuery = { view: "open", q: "", line: null, priority: null, channel: null, account: null };

function shownIn(session: Session, reader: Reader): View[] {
  const views: View[] = ["mine", "hold", "waiting", "open", "bot", "closed"];
  return views.filter((view) => belongs(row("a", 0, session), view, reader)).sort();
}

function urgent(rank: number): Session["handling"] {
  return {
    sentiment: 0,
    words: "",
    effort: 1,
    tags: [],
    same_operator: false,
    declined: [],
    supervised: false,
    reopenings: 0,
    clocks: [],
    done: [],
    breaches: [],
    requests: [],
    priority: { level: rank > 1 ? "high" : "normal", rank, points: 0, parts: [], version: 0 },
  };
}

describe("which view shows a session", () => {
  const table: [keyof typeof sessions, View[]][] = [
    ["bot", ["bot"]],
    ["waiting", ["waiting", "open"]],
    ["mine", ["mine", "open"]],
    ["theirs", ["open"]],
    ["closed", ["closed"]],
  ];
  it.each(table)("%s", (name, views) => {
    expect(shownIn(sessions[name], ME)).toEqual([...views].sort());
  });

  it("a session on hold: its holder, and supervisors, have a view of their own for it", () => {
    const hold = { since: "", until: "", reason: "parts", until_reply: true };
    const boss: Reader = { id: "clara", role: "supervisor" };
    expect(shownIn({ ...sessions.mine, hold }, ME)).toEqual(["hold", "open"]);
    expect(shownIn({ ...sessions.theirs, hold }, ME)).toEqual(["open"]);
    expect(shownIn({ ...sessions.theirs, hold }, boss)).toEqual(["hold", "open"]);
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

  it("of another channel or account stays out of a filtered list", () => {
    const mail = { ...row("email:sales:ada", 1), channel: "email" };
    const count = (some: Partial<ListQuery>) =>
      ids(applyRow(list([]), { ...all, ...some }, mail, ME)).flat().length;
    expect(count({ channel: "telegram" })).toBe(0);
    expect(count({ channel: "email" })).toBe(1);
    expect(count({ channel: "email", account: "main" })).toBe(0);
    expect(count({ channel: "email", account: "sales" })).toBe(1);
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

describe("a queue", () => {
  const wait = (id: string, minute: number, rank = 1, version = 1) =>
    row(
      id,
      0,
      { ...sessions.waiting, since: `2026-01-01T08:${minute}:00Z`, handling: urgent(rank) },
      version,
    );
  const waiting: ListQuery = { ...all, view: "waiting" };
  const queue = list([wait("urgent", 55, 2), wait("early", 10), wait("late", 50)]);

  it("is in the order of its turns: by priority, then by the longest wait", () => {
    expect(ids(applyRow(queue, waiting, wait("middle", 30), ME))).toEqual([
      ["urgent", "early", "middle", "late"],
    ]);
    expect(ids(applyRow(queue, waiting, wait("late", 50, 2, 2), ME))).toEqual([["late", "urgent", "early"]]);
  });

  it("keeps the place of who came back through no fault of theirs", () => {
    const back = row("back", 0, { ...sessions.waiting, counted_from: "2026-01-01T08:05:00Z" });
    expect(ids(applyRow(queue, waiting, back, ME))).toEqual([["urgent", "early", "late", "back"]]);
    const ranked = { ...back, session: { ...back.session, handling: urgent(1) } };
    expect(ids(applyRow(queue, waiting, ranked, ME))).toEqual([["urgent", "back", "early", "late"]]);
  });

  it("shows only the priority that is asked for", () => {
    const high = { ...waiting, priority: "high" };
    expect(ids(applyRow(list([]), high, wait("a", 10), ME))).toEqual([[]]);
    expect(ids(applyRow(list([]), high, wait("a", 10, 2), ME))).toEqual([["a"]]);
  });
});
