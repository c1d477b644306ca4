import { expect, it } from "vitest";

import type { Line, Role, Session } from "../api/types";
import { allowed } from "./rules";

type Held = Extract<Session, { state: "with_operator" }>;
type Queued = Extract<Session, { state: "waiting" }>;

const base = { id: "s", number: 1, started_at: "" };
const held = (operator: string, change: Partial<Held> = {}): Session => ({
  ...base,
  state: "with_operator",
  line: "orders",
  operator,
  since: "",
  waited: 0,
  ...change,
});
const queued = (change: Partial<Queued> = {}): Session => ({
  ...base,
  state: "waiting",
  line: "orders",
  since: "",
  ...change,
});
const offered = (operator: string) => queued({ offer: { operator, until: "", why: { code: "only" } } });
const onHold = { since: "", until: "", reason: "parts", until_reply: true };
const withBot: Session = { ...base, state: "with_bot", failures: 0, choices: [] };
const closed: Session = { ...base, state: "closed", closed_at: "", reason: "solved", comment: "" };

const line = (change: Partial<Line> = {}): Line => ({
  id: "orders",
  names: {},
  descriptions: {},
  topics: [],
  tier: 1,
  escalates_to: "experts",
  internal: false,
  distribution: "push",
  longest_hold_seconds: 3600,
  archived: false,
  open_now: true,
  waiting: 0,
  ...change,
});
const me = (role: Role, change: { lines?: string[]; supervises?: string[] } = {}) => ({
  id: "anna",
  role,
  lines: ["orders"],
  supervises: [],
  ...change,
});

const yes = (may: ReturnType<typeof allowed>) =>
  Object.entries(may)
    .filter(([, value]) => value)
    .map(([name, value]) => (name === "take" ? `take ${String(value)}` : name))
    .sort();

const moves = ["transferToLine", "transferToPerson", "escalate", "prioritise", "giveBack", "close"];

it.each<[string, Session, ReturnType<typeof me>, string[]]>([
  ["one's own session", held("anna"), me("operator"), ["reply", "hold", ...moves]],
  ["one's own on hold", held("anna", { hold: onHold }), me("operator"), ["reply", "resume", ...moves]],
  ["a colleague's, for an operator", held("boris"), me("operator"), []],
  [
    "a colleague's, for a supervisor",
    held("boris"),
    me("supervisor"),
    ["take from_colleague", "assign", ...moves],
  ],
  [
    "a colleague's, for the supervisor of its line",
    held("boris"),
    me("operator", { supervises: ["orders"] }),
    ["take from_colleague", "assign", ...moves],
  ],
  ["a waiting one", queued(), me("operator"), ["take waiting", ...moves]],
  ["one offered to the reader", offered("anna"), me("operator"), ["take offer", "decline", ...moves]],
  ["one offered to another", offered("boris"), me("operator"), moves],
  [
    "one offered to another, for a supervisor",
    offered("boris"),
    me("supervisor"),
    ["take waiting", "assign", ...moves],
  ],
  ["the bot's", withBot, me("supervisor"), ["take from_bot", "assign", "transferToLine", "close"]],
  [
    "the bot's, for somebody without a line",
    withBot,
    me("admin", { lines: [] }),
    ["assign", "transferToLine", "close"],
  ],
  ["a closed one", closed, me("admin"), []],
])("%s", (_, session, who, expected) => {
  expect(yes(allowed(session, who, line()))).toEqual([...expected].sort());
});

it("leaves it to supervisors to hand out the sessions of their lines", () => {
  const handedOut = line({ distribution: "supervisor" });
  expect(allowed(queued(), me("operator"), handedOut)).toMatchObject({ take: null, transferToPerson: false });
  expect(allowed(queued(), me("supervisor"), handedOut)).toMatchObject({ take: "waiting", assign: true });
});

it("escalates only where a line is above", () => {
  expect(allowed(held("anna"), me("operator"), line({ escalates_to: null })).escalate).toBe(false);
});
