import { expect, it } from "vitest";

import type { Notice } from "../api/types";
import { withNotices } from "./notices";

const notice = (id: string, minute: number): Notice => ({
  id,
  conversation_id: "c",
  message_id: "m",
  customer: "Anna",
  happening: "sla_warning",
  details: {},
  at: `2026-01-01T09:${String(minute).padStart(2, "0")}:00Z`,
  read_at: null,
});
const ids = (items: Notice[]) => items.map((each) => each.id);

it("puts what is new before what was told, each once", () => {
  const held = { items: [notice("b", 20), notice("a", 10)], unread: 1 };
  const after = withNotices(held, { items: [notice("c", 30), notice("b", 20)], unread: 2 });
  expect(ids(after.items)).toEqual(["c", "b", "a"]);
  expect(after.unread).toBe(2);
});

it("keeps the latest fifty", () => {
  const held = {
    items: Array.from({ length: 50 }, (_, index) => notice(`n${index}`, 50 - index)),
    unread: 0,
  };
  const after = withNotices(held, { items: [notice("new", 59)], unread: 1 });
  expect([after.items.length, after.items[0]?.id, after.items.at(-1)?.id]).toEqual([50, "new", "n48"]);
});
