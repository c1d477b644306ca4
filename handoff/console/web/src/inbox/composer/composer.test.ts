import { describe, expect, it } from "vitest";

import type { Canned, Message } from "../../api/types";
import { LARGEST, MOST, objection } from "./attached";
import { matching, sought } from "./canned";
import { notYetShown, type Pending } from "./outbox";

describe("ready replies", () => {
  const all: Canned[] = [
    { shortcut: "bye", text: "Anything else?", language: "en" },
    { shortcut: "hello", text: "Hello!", language: "en" },
    { shortcut: "hello", text: "Здравствуйте!", language: "ru" },
    { shortcut: "number", text: "Say hello to your order number", language: "en" },
  ];
  const found = (typed: string, ...languages: string[]) =>
    matching(all, typed, languages).map((each) => `${each.language} ${each.shortcut}`);

  it("are sought only by a slash at the very start", () => {
    expect(["/", "/He", "/order num", "hi /", "10/12", "/hello\nyou"].map(sought)).toEqual([
      "",
      "he",
      "order num",
      null,
      null,
      null,
    ]);
  });

  it("come in the customer's language first", () => {
    expect(found("", "ru", "en")).toEqual(["ru hello", "en bye", "en hello", "en number"]);
  });

  it("that start with what is typed come before those that mention it", () => {
    expect(found("hello", "en")).toEqual(["en hello", "en number", "ru hello"]);
  });
});

describe("a file", () => {
  it("is not uploaded where it would be refused", () => {
    expect(objection({ size: LARGEST }, MOST - 1)).toBeNull();
    expect(objection({ size: LARGEST + 1 }, 0)).toBe("large");
    expect(objection({ size: 0 }, 0)).toBe("empty");
    expect(objection({ size: 1 }, MOST)).toBe("many");
  });
});

describe("what is on its way", () => {
  const item = (id: string, change: Partial<Pending> = {}): Pending => ({
    id,
    by: "anna",
    conversation: "c",
    kind: "reply",
    text: "Hello",
    at: "",
    after: 4,
    state: "sending",
    ...change,
  });
  const said = (number: number, change: Partial<Message> = {}) =>
    ({ number, author: "anna", note: false, content: { text: "Hello" }, ...change }) as Message;
  const shown = (pending: Pending[], messages: Message[]) =>
    notYetShown(pending, "c", messages, "anna").map((each) => each.id);

  it("is shown until the thread has it", () => {
    expect(shown([item("a")], [said(4)])).toEqual(["a"]);
    expect(shown([item("a")], [said(4), said(5)])).toEqual([]);
  });

  it("twice with the same words is two messages", () => {
    expect(shown([item("a"), item("b")], [said(5)])).toEqual(["b"]);
  });

  it("with files is shown until those very files are there", () => {
    const sent = item("a", { text: "", files: [{ id: "f1", name: "a.jpg" }] });
    const with_ = (file_id: string) => {
      const attachments = [{ kind: "photo", name: "a.jpg", mime: "image/jpeg", file_id }];
      return said(5, { content: { text: "", attachments } as Message["content"] });
    };
    expect(
      shown([sent], [said(5, { content: { text: "", folded: "", attachments: [], cards: [] } })]),
    ).toEqual(["a"]);
    expect(shown([sent], [with_("f2")])).toEqual(["a"]);
    expect(shown([sent], [with_("f1")])).toEqual([]);
  });

  it("is not taken for a colleague's words, a note, or another conversation's", () => {
    expect(shown([item("a")], [said(5, { author: "boris" }), said(6, { note: true })])).toEqual(["a"]);
    expect(shown([item("a", { conversation: "other" })], [])).toEqual([]);
    expect(shown([item("a", { by: "boris" })], [])).toEqual([]);
  });
});
