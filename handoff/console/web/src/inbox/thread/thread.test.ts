import { describe, expect, it } from "vitest";

import type { History, Message } from "../../api/types";
import { layOut } from "./entries";
import { newSince, refreshed, withOlder } from "./pages";
import { unsupportedKind } from "./unsupportedKind";

function message(number: number, change: Partial<Message> = {}): Message {
  const at = new Date(Date.UTC(2026, 0, 1, 9, number)).toISOString();
  return {
    id: `c/${number}`,
    number,
    session_id: "c#1",
    side: "customer",
    at,
    note: false,
    ...change,
  } as Message;
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
const page = (from: number, to: number, more = from > 1): History => ({ items: range(from, to), more });
const numbers = (history: History) => history.items.map((each) => each.number);
const day = (at: string) => at.slice(0, 10);
const kinds = (messages: Message[], more = false) =>
  layOut(messages, more, day).map((entry) =>
    entry.kind === "message" ? `${entry.message.number}${entry.first}` : entry.kind,
  );

describe("the layout", () => {
  it("marks sessions and days, and draws a succession together", () => {
    const messages = [
      message(1),
      message(2),
      message(3, { side: "bot" }),
      message(4, { session_id: "c#2", at: "2026-01-02T10:00:00Z" }),
    ];
    expect(kinds(messages)).toEqual([
      "session",
      "day",
      "1true",
      "2false",
      "3true",
      "session",
      "day",
      "4true",
    ]);
  });

  it("marks no session at the edge of what is loaded: it may have begun earlier", () => {
    const messages = [message(8), message(9, { session_id: "c#2", side: "bot" })];
    expect(kinds(messages, true)).toEqual(["day", "8true", "session", "9true"]);
  });

  it("shows the time of writing, not of receiving", () => {
    const late = message(2, { sent_at: "2025-12-31T23:00:00Z" });
    expect(kinds([message(1), late])).toEqual(["session", "day", "1true", "day", "2true"]);
  });

  it("never draws a note together with a reply", () => {
    const by = { side: "operator" as const, author: "anna" };
    expect(kinds([message(1, by), message(2, { ...by, note: true })])).toEqual([
      "session",
      "day",
      "1true",
      "2true",
    ]);
  });
});

describe("what is loaded", () => {
  it("keeps older messages under fresh ones, which win", () => {
    const fresh = { items: [message(4, { note: true }), message(5)], more: true };
    const after = refreshed(page(1, 4), fresh);
    expect(numbers(after)).toEqual([1, 2, 3, 4, 5]);
    expect(after.items[3]?.note).toBe(true);
    expect(after.more).toBe(false);
  });

  it("starts anew when there is a gap", () => {
    expect(numbers(refreshed(page(1, 4), page(9, 10)))).toEqual([9, 10]);
  });

  it("takes older ones in front, once", () => {
    const after = withOlder(page(5, 7), page(3, 5, true));
    expect(numbers(after)).toEqual([3, 4, 5, 6, 7]);
    expect(after.more).toBe(true);
  });

  it("counts what is new to the reader, without the desk's own reports", () => {
    expect(newSince([message(1), message(2), message(3, { side: "system" }), message(4)], 1)).toBe(2);
  });
});

describe("what cannot be shown", () => {
  const kind = (text: string, change: Partial<Message> = {}) =>
    unsupportedKind(message(1, { content: { text, folded: "", attachments: [], cards: [] }, ...change }));

  it("is named by its kind, which stands alone between brackets", () => {
    expect(
      ["[poll]", "[paid_media]", "[poll] or not", "[see]!", "[]", "Hello"].map((text) => kind(text)),
    ).toEqual(["poll", "paid_media", null, null, null, null]);
  });

  it("is a kind of its own beside the text", () => {
    const content = { text: "", folded: "", attachments: [], cards: [], unsupported: "poll" };
    expect(unsupportedKind(message(1, { content }))).toBe("poll");
  });

  it("is never ours", () => {
    expect(kind("[poll]", { side: "operator" })).toBeNull();
  });
});
