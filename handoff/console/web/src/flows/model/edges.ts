/** Edges by name: one goes from a port of a step, or from a trigger, and a port has one at most. Pure. */
import type { Flow, Ports } from "./types";

/** The box of triggers, among the steps of a layout. */
export const START = "@start";

export type EdgeKey = `${string}/${string}`;

export function edgeKey(step: string, port: string): EdgeKey {
  return `${step}/${port}`;
}

/** The edge from a trigger to the first step. */
export function triggerKey(trigger: string): EdgeKey {
  return edgeKey(START, trigger);
}

/** The edge that is taken when a step is left by this port: of its own, or of the port it falls to. */
export function edgeTaken(flow: Flow, ports: Ports, step: string, port: string): EdgeKey | null {
  const own = new Set((flow.edges ?? []).filter((each) => each.step === step).map((each) => each.port));
  const known = ports[step] ?? [];
  const seen = new Set<string>();
  let here: string | null = port;
  while (here !== null && !seen.has(here)) {
    if (own.has(here)) return edgeKey(step, here);
    seen.add(here);
    const name: string = here;
    here = known.find((each) => each.name === name)?.falls_to ?? null;
  }
  return null;
}
