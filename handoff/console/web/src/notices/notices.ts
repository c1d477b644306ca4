/** What the reader was told, kept true by what comes live. Pure. */
import type { Notice, Notices } from "../api/types";

const KEPT = 50;

/** The list with new ones, the newest first; one that is there already stays once. */
export function withNotices(held: Notices, news: { items: Notice[]; unread: number }): Notices {
  const known = new Set(held.items.map((each) => each.id));
  const items = [...news.items.filter((each) => !known.has(each.id)), ...held.items];
  items.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return { items: items.slice(0, KEPT), unread: news.unread };
}

/** What must be seen now: time runs out, or a session has changed hands. */
export const PRESSING: Notice["happening"][] = [
  "sla_warning",
  "sla_breach",
  "window_closing",
  "returned",
  "assigned",
  "transferred",
];
