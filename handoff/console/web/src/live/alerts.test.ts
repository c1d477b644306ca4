import { expect, it } from "vitest";

import type { Row, Role } from "../api/types";
import { worthAnnouncing } from "./alerts";

const SINCE = "2026-01-01T09:00:00Z";
const NOW = Date.parse(SINCE) + 5_000;
const lines = [
  { id: "pull", distribution: "pull" },
  { id: "push", distribution: "push" },
  { id: "hand", distribution: "supervisor" },
] as const;
const me = (role: Role = "operator") => ({ id: "anna", role, supervises: [] });

function row(line: string, operator?: string): Row {
  const offer = operator ? { operator, until: "2026-01-01T09:01:00Z", why: { code: "only" } } : null;
  return {
    id: "c",
    channel: "telegram",
    customer: { name: "c", language: "en", groups: [], verified: [], left: false },
    session: { state: "waiting", id: "s", number: 1, started_at: "", line, since: SINCE, offer },
    clocks: [],
    reply_until: null,
    due_at: null,
    last: null,
    unread: 0,
    updated_at: SINCE,
    version: 1,
  };
}

it.each<[string, Row, ReturnType<typeof me>, number, string | undefined]>([
  ["an offer to the reader", row("push", "anna"), me(), NOW, "offer"],
  ["an offer to the reader, long after the wait began", row("push", "anna"), me(), NOW + 3_600_000, "offer"],
  ["an offer to another", row("push", "boris"), me(), NOW, undefined],
  ["a wait where operators take", row("pull"), me(), NOW, "waiting"],
  ["an old wait", row("pull"), me(), NOW + 3_600_000, undefined],
  ["a wait where sessions are assigned", row("push"), me(), NOW, undefined],
  ["a wait for the supervisor's hand", row("hand"), me("supervisor"), NOW, "waiting"],
  ["the same, for an operator", row("hand"), me(), NOW, undefined],
])("announces %s, or not", (_, changed, reader, now, kind) => {
  expect(worthAnnouncing(changed, reader, [...lines], now)?.kind).toBe(kind);
});
