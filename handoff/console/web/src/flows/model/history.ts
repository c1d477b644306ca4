/** What was done and can be undone. Pure: the time is handed in. */

const LONGEST = 200;
/** Typing in one field is one change, until one pauses for so long. */
const PAUSE_MS = 1500;

export interface History<State> {
  past: readonly State[];
  present: State;
  future: readonly State[];
  /** What was changed last, and when: the next change of the same joins it. */
  last: { mark: string; at: number } | null;
}

export type Action<State> =
  | { do: "change"; to: (now: State) => State; at: number; mark?: string | undefined }
  /** What follows from a change by itself belongs to that change. */
  | { do: "amend"; to: (now: State) => State }
  | { do: "undo" }
  | { do: "redo" }
  /** Another beginning: nothing before it can be undone. */
  | { do: "begin"; with: State };

export function begin<State>(present: State): History<State> {
  return { past: [], present, future: [], last: null };
}

export function reduce<State>(history: History<State>, action: Action<State>): History<State> {
  const { past, present, future, last } = history;
  switch (action.do) {
    case "change": {
      const next = action.to(present);
      if (next === present) return history;
      const mark = action.mark ?? null;
      const joins = mark !== null && last?.mark === mark && action.at - last.at < PAUSE_MS;
      return {
        past: joins ? past : [...past, present].slice(-LONGEST),
        present: next,
        future: [],
        last: mark === null ? null : { mark, at: action.at },
      };
    }
    case "amend": {
      const next = action.to(present);
      return next === present ? history : { ...history, present: next };
    }
    case "undo": {
      const before = past.at(-1);
      if (before === undefined) return history;
      return { past: past.slice(0, -1), present: before, future: [present, ...future], last: null };
    }
    case "redo": {
      const [after, ...rest] = future;
      if (after === undefined) return history;
      return { past: [...past, present], present: after, future: rest, last: null };
    }
    case "begin":
      return begin(action.with);
  }
}
