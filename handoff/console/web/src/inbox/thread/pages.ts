/** Joins what is loaded of a thread with what the server just gave. Pure. */
import type { History, Message } from "../../api/types";

export type Loaded = History;

/** The latest messages over the ones held. Older ones stay, unless there is a gap between: then start anew. */
export function refreshed(held: Loaded | undefined, latest: History): Loaded {
  const first = latest.items[0];
  if (!held || !first) return latest;
  const older = held.items.filter((each) => each.number < first.number);
  const joins = older.at(-1)?.number === first.number - 1;
  return joins ? { items: [...older, ...latest.items], more: held.more } : latest;
}

export function withOlder(held: Loaded, older: History): Loaded {
  const first = held.items[0]?.number ?? Infinity;
  return { items: [...older.items.filter((each) => each.number < first), ...held.items], more: older.more };
}

/** Messages that a reader at number `seen` has not had on the screen. */
export function newSince(messages: Message[], seen: number): number {
  return messages.filter((each) => each.number > seen && each.side !== "system").length;
}
