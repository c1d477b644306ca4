/** What is offered to this reader, kept true by the rows that change, and what was missed. Pure. */
import type { Me, Row } from "../api/types";

/** The offer of a row to a person; null when there is none, or no more. */
export function offerTo(row: Row, me: string) {
  const offer = row.session.state === "waiting" ? row.session.offer : null;
  return offer?.operator === me ? offer : null;
}

/** The list after a row changed: the one that runs out first comes first. */
export function withOffer(rows: Row[], row: Row, me: string): Row[] {
  const held = rows.find((each) => each.id === row.id);
  if (held && held.version > row.version) return rows;
  const others = rows.filter((each) => each.id !== row.id);
  const offer = offerTo(row, me);
  if (!offer) return held ? others : rows;
  const until = (each: Row) => Date.parse(offerTo(each, me)?.until ?? "");
  return [...others, row].sort((a, b) => until(a) - until(b));
}

/** Since when the reader is away for an offer that they missed; null when they are not, or have `seen` just that. */
export function missedSince(
  me: Pick<Me, "presence" | "away_reason" | "presence_since">,
  seen: string | null,
): string | null {
  if (me.presence === "online" || me.away_reason !== "missed") return null;
  return me.presence_since === seen ? null : me.presence_since;
}
