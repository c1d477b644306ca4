/** The ways out of each step: as the server said them last, or else as a fresh step of the kind has them. Pure. */
import { carryEdges, edgesOf, stepsOf, withFlow, type Draft } from "./draft";
import type { Edge, Flow, Kinds, Port, Ports } from "./types";

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

/** For every step of the flow. One that nobody has checked yet has those of its kind, and those with edges. */
export function portsOf(flow: Flow, checked: Ports, kinds: Kinds): Ports {
  const fresh = new Map(kinds.steps.map((each) => [each.kind, each.ports]));
  const guessed = (id: string, kind: string) => {
    const ports = fresh.get(kind) ?? NO_PORTS;
    const lost = lostPorts(flow, id, ports);
    return lost.length > 0 ? [...lost.map(unchecked), ...ports] : ports;
  };
  return Object.fromEntries(
    Object.entries(stepsOf(flow)).map(([id, step]) => [id, checked[id] ?? guessed(id, step.kind)]),
  );
}

const NO_PORTS: readonly Port[] = [];

function unchecked(name: string): Port {
  return { name, label: name.slice(name.indexOf(":") + 1), falls_to: null, optional: true };
}

/** Ports that have an edge and are no more: of a choice that was deleted. */
export function lostPorts(flow: Flow, step: string, ports: readonly Port[]): string[] {
  const known = new Set(ports.map((each) => each.name));
  return (usedPorts(edgesOf(flow)).get(step) ?? []).filter((name) => !known.has(name));
}

/** Read once for all steps: of 300 of them each would go through all edges otherwise. */
const used = new WeakMap<readonly Edge[], ReadonlyMap<string, string[]>>();

function usedPorts(edges: readonly Edge[]): ReadonlyMap<string, string[]> {
  const known = used.get(edges);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const { step, port } of edges) found.set(step, [...(found.get(step) ?? []), port]);
  used.set(edges, found);
  return found;
}

/** The same steps with the very same ports. */
export function samePorts(before: Ports, after: Ports): boolean {
  const steps = Object.keys(after);
  return steps.length === Object.keys(before).length && steps.every((step) => before[step] === after[step]);
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
