/** A try of the draft: how it is set up, and what was put in. The server makes everything else of it. Pure. */

import type { components } from "../../api/schema";

export const HOURS = ["company", "open", "closed"] as const;
export const CALLS = ["stub", "real"] as const;

type Schemas = components["schemas"];

export type Outcome = Schemas["TrialView"];
/** What the server made of one input. */
export type Turn = Schemas["TrialTurn"];
/** One message, as the chosen channel shows it. */
export type Shown = Schemas["TrialMessage"];
export type Waiting = Schemas["TrialWait"];
export type Call = Schemas["TrialCall"];
export type Effect = Turn["effects"][number];
export type Input = Turn["input"];
/** The answer to a call: made up here, or the real one, kept so that the call is made once. */
export type Answered = Schemas["CallInput"];
export type EventName = Schemas["EventInput"]["event"];

export interface Setup {
  channel: string;
  language: string;
  hours: (typeof HOURS)[number];
  calls: (typeof CALLS)[number];
  /** What time it is when the try begins. */
  start: string;
  attributes: Record<string, string>;
}

export interface Trial {
  setup: Setup;
  inputs: Input[];
}

export type Action =
  | { kind: "put"; input: Input }
  | { kind: "answered"; answers: Answered[] }
  | { kind: "set"; setup: Partial<Setup> }
  | { kind: "back" }
  | { kind: "again"; start: string };

export function fresh(language: string, start: string): Trial {
  return {
    setup: { channel: "site", language, hours: "company", calls: "stub", start, attributes: {} },
    inputs: [],
  };
}

export function reduce(trial: Trial, action: Action): Trial {
  switch (action.kind) {
    case "put":
      return { ...trial, inputs: [...trial.inputs, action.input] };
    case "answered": {
      const known = new Set(trial.inputs.flatMap((each) => (each.kind === "call" ? [each.call] : [])));
      const news = action.answers.filter((each) => !known.has(each.call));
      return news.length > 0 ? { ...trial, inputs: [...trial.inputs, ...news] } : trial;
    }
    case "set": {
      const setup = { ...trial.setup, ...action.setup };
      return { setup, inputs: setup.start === trial.setup.start ? trial.inputs : beforeCalls(trial.inputs) };
    }
    case "back":
      return { ...trial, inputs: trial.inputs.slice(0, lastPut(trial)) };
    case "again":
      return { setup: { ...trial.setup, start: action.start }, inputs: [] };
  }
}

/** Calls are named after when the try began: an answer to one of another try fits none of this. */
function beforeCalls(inputs: Input[]): Input[] {
  const first = inputs.findIndex((each) => each.kind === "call");
  return first === -1 ? inputs : inputs.slice(0, first);
}

/** Real answers came by themselves: one step back is what was put in before them. A stub was put in. */
function lastPut({ setup, inputs }: Trial): number {
  const isOwn = (each: Input) => setup.calls === "stub" || each.kind !== "call";
  return Math.max(0, inputs.findLastIndex(isOwn));
}

/** The answers of calls that were really made, to be kept with the inputs. */
export function realAnswers({ turns }: Outcome): Answered[] {
  return turns
    .flatMap((turn) => turn.calls)
    .flatMap(({ answer }) => (answer ? [{ kind: "call" as const, ...answer }] : []));
}

/** Every call with its latest answer: one that is asked in one turn is answered in another. */
export function callsOf({ turns }: Outcome): Call[] {
  const answers = new Map(
    turns.flatMap(({ input }) =>
      input.kind === "call" ? [[input.call, { body: null, ...input }] as const] : [],
    ),
  );
  const all = new Map(turns.flatMap((turn) => turn.calls.map((each) => [each.id, each] as const)));
  return [...all.values()].map((each) => ({ ...each, answer: each.answer ?? answers.get(each.id) ?? null }));
}
