import { describe, expect, it } from "vitest";

import type { Abilities, Delivery, Message } from "../../api/types";
import { deedsOf, lastCorrectable, type Reader } from "./deeds";

const AT = Date.parse("2026-01-01T10:00:00Z");
const HOUR = 3_600_000;
const telegram = { corrects_within_seconds: 172_800, withdraws_within_seconds: 172_800 } as Abilities;
const viber = { corrects_within_seconds: null, withdraws_within_seconds: null } as Abilities;
const anna: Reader = { id: "anna", role: "operator", mine: true };

function said(change: Partial<Message> = {}, state: Delivery["state"] = "accepted"): Message {
  return {
    number: 1,
    side: "operator",
    author: "anna",
    note: false,
    at: "2026-01-01T10:00:00Z",
    content: { text: "Hello" },
    delivery: { state, at: "2026-01-01T10:00:01Z" },
    ...change,
  } as Message;
}

const may = (message: Message, reader = anna, abilities = telegram, now = AT + HOUR) =>
  deedsOf(message, reader, abilities, now);

describe("what can be done with a message", () => {
  it("of one's own: everything, while the messenger allows", () => {
    expect(may(said())).toEqual({
      quote: true,
      copy: true,
      correct: AT + 48 * HOUR,
      withdraw: AT + 48 * HOUR,
      retry: null,
    });
    const late = may(said(), anna, telegram, AT + 48 * HOUR);
    expect([late.correct, late.withdraw, late.quote]).toEqual([null, null, true]);
    expect(may(said(), anna, viber).correct).toBeNull();
  });

  it("of a colleague's: only supervisors change it", () => {
    expect(may(said({ author: "boris" })).withdraw).toBeNull();
    const supervisor: Reader = { id: "sam", role: "supervisor", mine: false };
    expect(may(said(), supervisor)).toMatchObject({ withdraw: AT + 48 * HOUR, quote: false, retry: null });
  });

  it("of a customer's: answer and copy", () => {
    const theirs = may(said({ side: "customer", author: null, delivery: null }));
    expect(theirs).toEqual({ quote: true, copy: true, correct: null, withdraw: null, retry: null });
  });

  it("of a lost one: send it again, once", () => {
    expect(may(said({}, "failed"))).toMatchObject({ retry: "failed", correct: null, withdraw: null });
    expect(may(said({}, "unknown")).retry).toBe("unknown");
    expect(may(said({ repeated_as: "c/9" }, "failed")).retry).toBeNull();
  });

  it("of notes, photos, templates and what is gone: less", () => {
    expect(may(said({ note: true, delivery: null }))).toMatchObject({ quote: false, withdraw: null });
    expect(may(said({ content: { text: "", folded: "", attachments: [], cards: [] } }))).toMatchObject({
      copy: false,
      correct: null,
      withdraw: AT + 48 * HOUR,
    });
    expect(may(said({ template: { name: "x", language: "en", values: {} } })).correct).toBeNull();
    expect(may(said({ withdrawn_at: "2026-01-01T10:05:00Z" }))).toMatchObject({
      quote: false,
      correct: null,
      withdraw: null,
    });
  });

  it("the up arrow brings back one's last that can still be changed", () => {
    const thread = [
      said({ number: 1 }),
      said({ number: 2, author: "boris" }),
      said({ number: 3 }, "failed"),
      said({ number: 4, side: "customer", author: null, delivery: null }),
    ];
    expect(lastCorrectable(thread, anna, telegram, AT)?.number).toBe(1);
    expect(lastCorrectable(thread, anna, viber, AT)).toBeUndefined();
  });
});
