/** Puts a changed row into the cached lists, so that they move without being asked for again. Pure. */
import { atLeast, type Inbox, type Me, type Row, type View, type Waiting } from "../api/types";
import { levelOf } from "../inbox/marks/levels";

export interface Filter {
  line: string | null;
  priority: string | null;
  channel: string | null;
  /** Of that channel. */
  account: string | null;
}

/** What a cached list was asked for. */
export interface ListQuery extends Filter {
  view: View;
  q: string;
}

export type Reader = Pick<Me, "id" | "role">;

export interface Pages {
  pages: Inbox[];
  pageParams: unknown[];
}

/** Whether a row belongs to a view of this reader; the same rules as the server's. */
export function belongs({ session }: Row, view: View, me: Reader): boolean {
  const held = session.state === "with_operator";
  switch (view) {
    case "mine":
      return held && session.operator === me.id && !session.hold;
    case "hold":
      return held && Boolean(session.hold) && (session.operator === me.id || atLeast(me.role, "supervisor"));
    case "waiting":
      return session.state === "waiting";
    case "open":
      return held || session.state === "waiting";
    case "bot":
      return session.state === "with_bot";
    case "closed":
      return session.state === "closed";
  }
}

/** The list with the row inserted, moved, replaced or taken out. A row older than the one held changes nothing. */
export function applyRow(list: Pages, query: ListQuery, row: Row, me: Reader): Pages {
  const held = list.pages.flatMap((page) => page.items).find((each) => each.id === row.id);
  if (held && held.version > row.version) return list;
  const without = held ? removeRow(list, row.id) : list;
  if (!belongs(row, query.view, me)) return without;
  if (!passes(row, query)) return without;
  // What a search would find only the server knows: keep what it found, add nothing.
  if (query.q && !held) return without;
  return insert(without, row, query.view);
}

function passes({ id, channel, session }: Row, filter: Filter): boolean {
  return (
    (filter.line === null || ("line" in session && session.line === filter.line)) &&
    (filter.priority === null || levelOf(session.handling) === filter.priority) &&
    (filter.channel === null || channel === filter.channel) &&
    (filter.account === null || id.split(":")[1] === filter.account)
  );
}

export function removeRow(list: Pages, id: string): Pages {
  if (!list.pages.some((page) => page.items.some((each) => each.id === id))) return list;
  return {
    ...list,
    pages: list.pages.map((page) => ({ ...page, items: page.items.filter((each) => each.id !== id) })),
  };
}

/** At its place in the server's order. Below the last loaded row of a list that goes on, it will come with its page. */
function insert(list: Pages, row: Row, view: View): Pages {
  let placed = false;
  const pages = list.pages.map((page, index) => {
    if (placed) return page;
    const before = page.items.findIndex((each) => !goesBefore(each, row, view));
    const last = index === list.pages.length - 1;
    if (before < 0 && (!last || page.next !== null)) return page;
    placed = true;
    const place = before < 0 ? page.items.length : before;
    return { ...page, items: [...page.items.slice(0, place), row, ...page.items.slice(place)] };
  });
  return placed ? { ...list, pages } : list;
}

/** A queue is in the order of its turns: by priority, then by who came first. All other lists start with the latest. */
function goesBefore(a: Row, b: Row, view: View): boolean {
  if (view !== "waiting" || a.session.state !== "waiting" || b.session.state !== "waiting") {
    return Date.parse(a.updated_at) > Date.parse(b.updated_at);
  }
  const rank = (waiting: Waiting) => waiting.handling?.priority?.rank ?? 0;
  const place = (waiting: Waiting) => Date.parse(waiting.counted_from ?? waiting.since);
  return (rank(b.session) - rank(a.session) || place(a.session) - place(b.session)) < 0;
}
