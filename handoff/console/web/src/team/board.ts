/** What the team's board shows of what the API tells. Pure. */
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Team = Schemas["TeamView"];
export type TeamLine = Schemas["TeamLine"];
export type TeamPerson = Schemas["TeamPerson"];
export type Held = Schemas["HeldView"];
export type Candidate = Schemas["CandidateView"];
export type Moved = Schemas["MovedView"];

/** Where sessions are passed to; null is back to the queue of each. */
export type Target = { line: string } | { operator: string } | null;

const PRESENT = { online: 0, away: 1, offline: 2 } as const;

/** Who is there comes first; of those the busiest. */
export function inOrder(people: readonly TeamPerson[]): TeamPerson[] {
  return [...people].sort(
    (a, b) =>
      PRESENT[a.person.presence] - PRESENT[b.person.presence] ||
      b.sessions.length - a.sessions.length ||
      share(b) - share(a) ||
      a.person.name.localeCompare(b.person.name),
  );
}

/** How full their hands are, 1 being full; who may hold nothing at all is full. */
export function share({ load, capacity }: Pick<TeamPerson, "load" | "capacity">): number {
  return capacity > 0 ? load / capacity : 1;
}

/** The people of a line, or everybody. */
export function ofLine(people: readonly TeamPerson[], line: string | null): TeamPerson[] {
  if (line === null) return [...people];
  return people.filter(
    ({ person, sessions }) =>
      person.lines.includes(line) ||
      person.supervises.includes(line) ||
      sessions.some((each) => each.line === line),
  );
}

/** What is chosen and still on the board: a session that has gone elsewhere is not passed on by surprise. */
export function stillThere(chosen: ReadonlySet<string>, shown: readonly string[]): string[] {
  return shown.filter((id) => chosen.has(id));
}

export function toggled(chosen: ReadonlySet<string>, id: string): Set<string> {
  const after = new Set(chosen);
  if (!after.delete(id)) after.add(id);
  return after;
}

/** What is dragged over the board: sessions by id. */
export const DRAGGED = "application/x-helpline-sessions";
