/** What is different between two versions of a chapter, line by line. Pure. */

/** Something of a chapter that a person would name: a rule, a level, a row of a table. */
export interface Line {
  key: string;
  text: string;
  /** All of it: there are differences that the text doesn't tell. */
  value: unknown;
}

export type Change =
  | { kind: "added" | "removed" | "moved"; key: string; text: string }
  | { kind: "changed"; key: string; text: string; before: string };

/** In the order of the later one; what is gone comes last. */
export function changes(before: readonly Line[], after: readonly Line[]): Change[] {
  const earlier = new Map(before.map((line) => [line.key, line]));
  const later = new Set(after.map((line) => line.key));
  const stayed = before.filter((line) => later.has(line.key)).map((line) => line.key);
  const moved = movedAmong(
    stayed,
    after.filter((line) => earlier.has(line.key)).map((line) => line.key),
  );
  const found = after.flatMap((line): Change[] => {
    const was = earlier.get(line.key);
    if (!was) return [{ kind: "added", key: line.key, text: line.text }];
    if (canonical(was.value) !== canonical(line.value))
      return [{ kind: "changed", key: line.key, text: line.text, before: was.text }];
    return moved.has(line.key) ? [{ kind: "moved", key: line.key, text: line.text }] : [];
  });
  const gone = before.filter((line) => !later.has(line.key));
  return [...found, ...gone.map(({ key, text }): Change => ({ kind: "removed", key, text }))];
}

/** The fewest that must have been taken out and put elsewhere: all but the longest run that kept its order. */
function movedAmong(before: readonly string[], after: readonly string[]): Set<string> {
  const place = new Map(before.map((key, index) => [key, index]));
  const runs: string[][] = [];
  for (const [index, key] of after.entries()) {
    const follows = (run: string[]) => (place.get(run.at(-1) ?? "") ?? -1) < (place.get(key) ?? 0);
    const best = runs
      .slice(0, index)
      .filter(follows)
      .reduce<string[]>((longest, run) => (run.length > longest.length ? run : longest), []);
    runs.push([...best, key]);
  }
  const kept = new Set(runs.reduce((longest, run) => (run.length > longest.length ? run : longest), []));
  return new Set(after.filter((key) => !kept.has(key)));
}

/** The same text for equal values, whatever the order of their names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
