import { describe, expect, test } from "vitest";
import type { Message } from "../src/protocol";
import * as thread from "../src/thread";

const ONE = { action: "helped#1", label: "Yes", url: null };

function message(number: number, changes: Partial<Message> = {}): Message {
  const at = "2025-11-22T09:00:00Z";
  return {
    type: "message",
    number,
    id: `m${number}`,
    side: "bot",
    author: null,
    text: "",
    buttons: [],
    files: [],
    sources: [],
    at,
    quote: null,
    edited: false,
    deleted: false,
    ...changes,
  };
}

function having(...messages: Message[]): thread.Thread {
  return messages.reduce(thread.heard, thread.EMPTY);
}

function saying(from: thread.Thread, id: string): thread.Thread {
  return thread.did(from, { doing: { type: "say", id, text: id }, at: 0, sent: false });
}

describe("what is heard", () => {
  test("comes once, and never goes back", () => {
    const once = having(message(1), message(3));
    expect(thread.heard(once, message(3))).toBe(once);
    expect(thread.heard(once, message(2))).toBe(once);
    expect(thread.last(once)).toBe(3);
  });

  test("is put right where it changes later, and nowhere else", () => {
    const said = having(message(1, { text: "Monday" }), message(3));
    const now = { ...message(1, { text: "Tuesday", edited: true }), type: "changed" } as const;
    const corrected = thread.changed(said, now);
    expect(corrected.messages.map((each) => each.text)).toEqual(["Tuesday", ""]);
    expect(thread.last(corrected)).toBe(3);
    expect(thread.changed(said, { ...now, number: 9 }).messages).toEqual(said.messages);
  });

  test("takes the place of what the visitor saw as being sent", () => {
    const said = thread.acknowledged(saying(having(message(1)), "a"), "a");
    expect(said.own).toMatchObject([{ sent: true }]);
    const placed = thread.heard(said, message(2, { id: "a", side: "customer" }));
    expect(placed.own).toEqual([]);
    expect(placed.messages.map((each) => each.number)).toEqual([1, 2]);
  });
});

describe("what is to be sent", () => {
  test("goes in the order in which it was done", () => {
    const both = saying(saying(thread.EMPTY, "a"), "b");
    expect(thread.next(both)?.doing.id).toBe("a");
    expect(thread.next(thread.acknowledged(both, "a"))?.doing.id).toBe("b");
  });

  test("does not wait behind what has failed, until that is tried again", () => {
    const failed = thread.failed(saying(saying(thread.EMPTY, "a"), "b"), "a");
    expect(thread.next(failed)?.doing.id).toBe("b");
    expect(thread.next(thread.triedAgain(failed, "a"))?.doing.id).toBe("a");
  });

  test("is done with once acknowledged, where it has no words to show", () => {
    const opened = thread.did(thread.EMPTY, { doing: { type: "open", id: "a" }, at: 0, sent: false });
    expect(thread.acknowledged(opened, "a").own).toEqual([]);
  });
});

describe("buttons", () => {
  const asked = having(message(1, { buttons: [ONE] }), message(2, { buttons: [ONE] }), message(3));

  test("of the newest question can be pressed, also when the bot adds a word", () => {
    expect(thread.pressable(asked, {})).toBe(2);
  });

  test("are over once pressed", () => {
    expect(thread.pressable(asked, { 2: ONE.action })).toBeNull();
  });

  test("are over once the visitor writes instead, or is about to", () => {
    expect(thread.pressable(saying(asked, "a"), {})).toBeNull();
    expect(thread.pressable(thread.heard(asked, message(4, { side: "customer" })), {})).toBeNull();
  });

  test("are there from the start, while the opening is still on its way", () => {
    const opening = thread.did(asked, { doing: { type: "open", id: "a" }, at: 0, sent: false });
    expect(thread.pressable(opening, {})).toBe(2);
  });
});

test("only the words of others are unread", () => {
  const mixed = having(message(1), message(2, { side: "customer" }), message(3, { side: "operator" }));
  expect([0, 1, 3].map((seen) => thread.unread(mixed, seen))).toEqual([2, 1, 0]);
});
