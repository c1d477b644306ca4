/** What is chosen on the canvas: steps, one trigger, or edges. Pure. */
import type { EdgeKey } from "../model/edges";

export interface Selection {
  steps: ReadonlySet<string>;
  /** Of the box of triggers; it has no other selection. */
  trigger: string | null;
  edges: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

export const NOTHING: Selection = { steps: NONE, trigger: null, edges: NONE };

export function ofSteps(...ids: string[]): Selection {
  return { ...NOTHING, steps: new Set(ids) };
}

export function ofTrigger(trigger: string): Selection {
  return { ...NOTHING, trigger };
}

export function ofEdge(edge: EdgeKey): Selection {
  return { ...NOTHING, edges: new Set([edge]) };
}

/** Some were chosen, some let go, as the canvas reports it. The same selection if nothing changed. */
export function toggled(
  selection: Selection,
  which: "steps" | "edges",
  changes: readonly { id: string; selected: boolean }[],
): Selection {
  const next = new Set(selection[which]);
  for (const { id, selected } of changes) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  const before = selection[which];
  if (next.size === before.size && [...next].every((id) => before.has(id))) return selection;
  const trigger = next.size > 0 ? null : selection.trigger;
  return { ...selection, trigger, [which]: next };
}

/** Without what is there no more. */
export function surviving(selection: Selection, exists: (step: string) => boolean): Selection {
  const steps = [...selection.steps].filter(exists);
  return steps.length === selection.steps.size ? selection : { ...selection, steps: new Set(steps) };
}
