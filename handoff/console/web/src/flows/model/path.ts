/** Which steps and edges of the canvas a run of the flow went over. Pure. */
import { target } from "./draft";
import { edgeTaken, START, triggerKey, type EdgeKey } from "./edges";
import type { Flow, Ports } from "./types";

export interface Passage {
  flow: string;
  step: string;
  port: string;
}

export interface Lit {
  steps: ReadonlySet<string>;
  edges: ReadonlySet<EdgeKey>;
  /** The step it waits at now, drawn stronger. */
  at: string | null;
}

export const UNLIT: Lit = { steps: new Set(), edges: new Set(), at: null };

/** A passage by a port without an edge lights the edge that the port falls to. Those of other flows are left out. */
export function pathOf(
  flow: Flow,
  ports: Ports,
  passages: readonly Passage[],
  more: { trigger?: string | null; at?: string | null } = {},
): Lit {
  const steps = new Set<string>();
  const edges = new Set<EdgeKey>();
  // A step that ends the flow is left by no port: it is known by the way that led there.
  const reach = (step: string, port: string) => {
    const reached = target(flow, step, port);
    if (reached !== null) steps.add(reached);
  };
  if (more.trigger) {
    edges.add(triggerKey(more.trigger));
    reach(START, more.trigger);
  }
  for (const { flow: id, step, port } of passages) {
    if (id !== flow.id) continue;
    steps.add(step);
    const taken = edgeTaken(flow, ports, step, port);
    if (taken) {
      edges.add(taken);
      reach(step, taken.slice(step.length + 1));
    }
  }
  const at = more.at ?? null;
  if (at) steps.add(at);
  return { steps, edges, at };
}
