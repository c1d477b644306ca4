/** A draft on the canvas, and everything that can be done to it. Pure: each gives a new draft. */
import { START } from "./edges";
import type { Edge, Flow, Layout, Port, Spot, Step, Trigger } from "./types";

export interface Draft {
  flow: Flow;
  layout: Layout;
}

export const stepsOf = (flow: Flow): Record<string, Step> => flow.steps ?? NOTHING;
export const edgesOf = (flow: Flow): readonly Edge[] => flow.edges ?? NONE;
export const triggersOf = (flow: Flow): readonly Trigger[] => flow.triggers ?? NONE;
// One and the same each time, so that what is drawn from them is not drawn again.
const NOTHING = {};
const NONE: never[] = [];

/** `question`, then `question_2`: what is not taken yet. */
export function freshId(base: string, taken: ReadonlySet<string> | Record<string, unknown>): string {
  const has = (id: string) => (taken instanceof Set ? taken.has(id) : id in taken);
  if (!has(base)) return base;
  let number = 2;
  while (has(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}

export function withFlow(draft: Draft, part: Partial<Flow>): Draft {
  return { ...draft, flow: { ...draft.flow, ...part } };
}

/** Declared, if it is not yet. */
export function withVariable(draft: Draft, name: string): Draft {
  const variables = draft.flow.variables ?? {};
  return name in variables ? draft : withFlow(draft, { variables: { ...variables, [name]: {} } });
}

export function addStep(draft: Draft, fresh: Step, at: Spot): { draft: Draft; id: string } {
  const steps = stepsOf(draft.flow);
  const id = freshId(fresh.kind, steps);
  const layout = { ...draft.layout, [id]: rounded(at) };
  return { draft: { flow: { ...draft.flow, steps: { ...steps, [id]: fresh } }, layout }, id };
}

export function setStep(draft: Draft, id: string, step: Step): Draft {
  return withFlow(draft, { steps: { ...stepsOf(draft.flow), [id]: step } });
}

/** Without these steps, and without any way to them or from them. */
export function removeSteps(draft: Draft, ids: readonly string[]): Draft {
  const gone = new Set(ids);
  const kept = <Value>(all: Record<string, Value>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => !gone.has(id)));
  const flow = {
    ...draft.flow,
    steps: kept(stepsOf(draft.flow)),
    edges: edgesOf(draft.flow).filter((each) => !gone.has(each.step) && !gone.has(each.to)),
    triggers: triggersOf(draft.flow).map((each) =>
      each.leads_to && gone.has(each.leads_to) ? { ...each, leads_to: null } : each,
    ),
  };
  return { flow, layout: kept(draft.layout) };
}

/** A port leads to one step at most; from `START` a port is a trigger. */
export function connect(draft: Draft, step: string, port: string, to: string | null): Draft {
  if (step === START) {
    const triggers = triggersOf(draft.flow).map((each) =>
      each.id === port ? { ...each, leads_to: to } : each,
    );
    return withFlow(draft, { triggers });
  }
  const others = edgesOf(draft.flow).filter((each) => each.step !== step || each.port !== port);
  return withFlow(draft, { edges: to === null ? others : [...others, { step, port, to }] });
}

export function target(flow: Flow, step: string, port: string): string | null {
  if (step === START) return triggersOf(flow).find((each) => each.id === port)?.leads_to ?? null;
  return edgesOf(flow).find((each) => each.step === step && each.port === port)?.to ?? null;
}

export function move(draft: Draft, spots: Layout): Draft {
  const moved = Object.fromEntries(Object.entries(spots).map(([id, spot]) => [id, rounded(spot)]));
  return { ...draft, layout: { ...draft.layout, ...moved } };
}

export function addTrigger(draft: Draft, fresh: Trigger): { draft: Draft; id: string } {
  const triggers = triggersOf(draft.flow);
  const id = freshId(fresh.kind, new Set(triggers.map((each) => each.id)));
  return { draft: withFlow(draft, { triggers: [...triggers, { ...fresh, id }] }), id };
}

export function setTrigger(draft: Draft, trigger: Trigger): Draft {
  const triggers = triggersOf(draft.flow).map((each) => (each.id === trigger.id ? trigger : each));
  return withFlow(draft, { triggers });
}

export function removeTrigger(draft: Draft, id: string): Draft {
  return withFlow(draft, { triggers: triggersOf(draft.flow).filter((each) => each.id !== id) });
}

/**
 * The edges of a step whose ports have changed: one at a port that was renamed (a choice got another id) goes over to
 * the port in its place. One at a port that is gone stays, and is shown as leading from nowhere.
 */
export function carryEdges(
  edges: readonly Edge[],
  step: string,
  before: readonly Port[],
  after: readonly Port[],
): readonly Edge[] {
  const known = new Set(after.map((each) => each.name));
  const old = new Set(before.map((each) => each.name));
  if (before.length !== after.length) return edges;
  const taken = new Set(edges.filter((each) => each.step === step).map((each) => each.port));
  let changed = false;
  const carried = edges.map((edge) => {
    if (edge.step !== step || known.has(edge.port)) return edge;
    const place = before.findIndex((each) => each.name === edge.port);
    const heir = after[place]?.name;
    if (heir === undefined || old.has(heir) || taken.has(heir)) return edge;
    changed = true;
    return { ...edge, port: heir };
  });
  return changed ? carried : edges;
}

function rounded({ x, y }: Spot): Spot {
  return { x: Math.round(x), y: Math.round(y) };
}
