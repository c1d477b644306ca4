/** The ways out of each step: as the server said them last, or else as a fresh step of the kind has them. Pure. */
import { carryEdges, edgesOf, stepsOf, withFlow, type Draft } from "./draft";
import type { Flow, Kinds, Port, Ports } from "./types";

/** What was said last, keeping the very arrays of steps whose ports are as before: what is drawn from them stays. */
export function merged(before: Ports, after: Ports): Ports {
  let changed = Object.keys(before).length !== Object.keys(after).length;
  const result: Record<string, readonly Port[]> = {};
  for (const [step, ports] of Object.entries(after)) {
    const known = before[step];
    if (known && JSON.stringify(known) === JSON.stringify(ports)) result[step] = known;
    else {
      result[step] = ports;
      changed = true;
    }
  }
  return changed ? result : before;
}

/** For every step of the flow, also for one that nobody has checked yet. */
export function portsOf(flow: Flow, checked: Ports, kinds: Kinds): Ports {
  const fresh = new Map(kinds.steps.map((each) => [each.kind, each.ports]));
  return Object.fromEntries(
    Object.entries(stepsOf(flow)).map(([id, step]) => [id, checked[id] ?? fresh.get(step.kind) ?? []]),
  );
}

/** Ports that have an edge and are no more: of a choice that was deleted. */
export function lostPorts(flow: Flow, step: string, ports: readonly Port[]): string[] {
  const known = new Set(ports.map((each) => each.name));
  return edgesOf(flow)
    .filter((each) => each.step === step && !known.has(each.port))
    .map((each) => each.port);
}

/** The draft with the edges of renamed ports carried over. The same draft when there are none. */
export function followPorts(draft: Draft, before: Ports, after: Ports): Draft {
  let edges = edgesOf(draft.flow);
  for (const [step, ports] of Object.entries(after)) {
    const old = before[step];
    if (old && old !== ports) edges = carryEdges(edges, step, old, ports);
  }
  return edges === edgesOf(draft.flow) ? draft : withFlow(draft, { edges: [...edges] });
}
