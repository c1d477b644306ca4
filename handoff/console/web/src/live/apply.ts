/** Puts a changed row into the cached lists, so that they move without being asked for again. Pure. */
import type { Inbox, Row, View } from "../api/types";

/** What a cached list was asked for. */
export interface ListQuery {
  view: View;
  q: string;
  line: string | null;
}

export interface Pages {
  pages: Inbox[];
  pageParams: unknown[];
}

/** Whether a row belongs to a view of this reader; the same rules as the server's. */
export function belongs(row: Row, view: View, me: string): boolean {
  const { session } = row;
  switch (view) {
    case "mine":
      return session.state === "with_operator" && session.operator === me;
    case "waiting":
      return session.state === "waiting";
    case "open":
      return session.state === "waiting" || session.state === "with_operator";
    case "bot":
      return session.state === "with_bot";
    case "closed":
      return session.state === "closed";
  }
}

/** The list with the row inserted, moved, replaced or taken out. A row older than the one held changes nothing. */
export function applyRow(list: Pages, query: ListQuery, row: Row, me: string): Pages {
  const held = list.pages.flatMap((page) => page.items).find((each) => each.id === row.id);
  if (held && held.version > row.version) return list;
  const without = held ? removeRow(list, row.id) : list;
  if (!belongs(row, query.view, me)) return without;
  if (query.line && (!("line" in row.session) || row.session.line !== query.line)) return without;
  // What a search would find only the server knows: keep what it found, add nothing.
  if (query.q && !held) return without;
  return insert(without, row);
}

export function removeRow(list: Pages, id: string): Pages {
  if (!list.pages.some((page) => page.items.some((each) => each.id === id))) return list;
  return {
    ...list,
    pages: list.pages.map((page) => ({ ...page, items: page.items.filter((each) => each.id !== id) })),
  };
}

/** Newest first, as the server sorts. Below the last loaded row of a list that goes on, it will come with its page. */
function insert(list: Pages, row: Row): Pages {
  const at = Date.parse(row.updated_at);
  let placed = false;
  const pages = list.pages.map((page, index) => {
    if (placed) return page;
    const before = page.items.findIndex((each) => Date.parse(each.updated_at) <= at);
    const last = index === list.pages.length - 1;
    if (before < 0 && (!last || page.next !== null)) return page;
    placed = true;
    const place = before < 0 ? page.items.length : before;
    return { ...page, items: [...page.items.slice(0, place), row, ...page.items.slice(place)] };
  });
  return placed ? { ...list, pages } : list;
}

/** How the rows of a view are shown: a queue starts with who has waited longest, everything else with the latest. */
export function inOrder(rows: Row[], view: View): Row[] {
  if (view !== "waiting") return rows;
  return [...rows].sort((a, b) => {
    if (a.session.state !== "waiting" || b.session.state !== "waiting") return 0;
    return (
      b.session.priority - a.session.priority || Date.parse(a.session.since) - Date.parse(b.session.since)
    );
  });
}
