/** Who belongs to a line: kept with the people, edited with the line, too. Pure. */
import type { Members } from "./model";

interface OfLines {
  lines: string[];
  supervises: string[];
}

export function membersOf(line: string, staff: readonly { id: string; value: OfLines }[]): Members {
  return Object.fromEntries(
    staff
      .map(
        ({ id, value }) =>
          [id, { answers: value.lines.includes(line), supervises: value.supervises.includes(line) }] as const,
      )
      .filter(([, each]) => each.answers || each.supervises),
  );
}

/** Whose part in the line has changed. */
export function changedMembers(before: Members, after: Members): string[] {
  const part = (members: Members, id: string) =>
    `${members[id]?.answers ?? false} ${members[id]?.supervises ?? false}`;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (id) => part(before, id) !== part(after, id),
  );
}

/** A person's own lists, with their part in this line as it is to be. */
export function withPart<Card extends OfLines>(card: Card, line: string, members: Members, id: string): Card {
  const put = (list: string[], belongs: boolean) => {
    const others = list.filter((each) => each !== line);
    return (belongs ? [...others, line] : others).sort();
  };
  return {
    ...card,
    lines: put(card.lines, members[id]?.answers ?? false),
    supervises: put(card.supervises, members[id]?.supervises ?? false),
  };
}
