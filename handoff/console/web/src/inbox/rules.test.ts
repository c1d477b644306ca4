import { expect, it } from "vitest";

import type { Role, Session } from "../api/types";
import { allowed } from "./rules";

const base = { id: "s", number: 1, started_at: "" };
const held = (operator: string): Session => ({
  ...base,
  state: "with_operator",
  line: "orders",
  operator,
  since: "",
});
const waiting: Session = { ...base, state: "waiting", line: "orders", since: "", priority: 0 };
const withBot: Session = { ...base, state: "with_bot", failures: 0 };
const closed: Session = { ...base, state: "closed", closed_at: "", reason: "solved" };
const me = (role: Role, lines = ["orders"]) => ({ id: "anna", role, lines });

const yes = (may: ReturnType<typeof allowed>) =>
  Object.entries(may)
    .filter(([, value]) => value)
    .map(([name, value]) => (name === "take" ? `take ${String(value)}` : name));

const moves = ["transferToLine", "transferToPerson", "giveBack", "close"];

it.each<[string, Session, ReturnType<typeof me>, string[]]>([
  ["one's own session", held("anna"), me("operator"), ["reply", ...moves]],
  ["a colleague's, for an operator", held("boris"), me("operator"), []],
  ["a colleague's, for a supervisor", held("boris"), me("supervisor"), ["take from_colleague", ...moves]],
  ["a waiting one", waiting, me("operator"), ["take waiting", ...moves]],
  ["the bot's", withBot, me("supervisor"), ["take from_bot", "transferToLine", "close"]],
  ["the bot's, for somebody without a line", withBot, me("admin", []), ["transferToLine", "close"]],
  ["a closed one", closed, me("admin"), []],
])("%s", (_, session, who, expected) => {
  expect(yes(allowed(session, who))).toEqual(expected);
});
