import { expect, it } from "vitest";

import type { Me, Row } from "../api/types";
import { missedSince, withOffer } from "./offers";

const ME = "anna";

function row(id: string, operator: string | null, minute = 1, version = 1): Row {
  const until = `2026-01-01T09:0${minute}:00Z`;
  const offer = operator && { operator, until, why: { code: "only" } };
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
      since: "",
      offer: offer || null,
    },
    clocks: [],
    reply_until: null,
    due_at: null,
    last: null,
    unread: 0,
    updated_at: "",
    version,
  };
}

const ids = (rows: Row[]) => rows.map((each) => each.id);

it("puts the offer that runs out first before the others", () => {
  expect(ids(withOffer([row("a", ME, 5)], row("b", ME, 2), ME))).toEqual(["b", "a"]);
});

it("takes out what is offered to another, or to nobody any more", () => {
  const held = [row("a", ME)];
  expect(ids(withOffer(held, row("a", "boris", 3, 2), ME))).toEqual([]);
  expect(ids(withOffer(held, row("a", null, 3, 2), ME))).toEqual([]);
});

it("stays as it is for rows that do not concern it, and for late ones", () => {
  const held = [row("a", ME, 1, 7)];
  expect(withOffer(held, row("b", null), ME)).toBe(held);
  expect(withOffer(held, row("a", null, 1, 6), ME)).toBe(held);
});

const NINE = "2026-01-01T09:00:00Z";
const TEN = "2026-01-01T10:00:00Z";

function away(away_reason: Me["away_reason"], presence_since = NINE) {
  return { presence: "away", away_reason, presence_since } as const;
}

it("tells who is away for a missed offer, and nobody who is back or away otherwise", () => {
  expect(missedSince(away("missed"), null)).toBe(NINE);
  expect(missedSince(away("chosen"), null)).toBeNull();
  expect(missedSince({ ...away("missed"), presence: "online" }, null)).toBeNull();
});

it("tells it no more once it was put away, until the next offer is missed", () => {
  expect(missedSince(away("missed", NINE), NINE)).toBeNull();
  expect(missedSince(away("missed", TEN), NINE)).toBe(TEN);
});
