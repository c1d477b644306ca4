/** Steps on the clipboard: text that another flow, another tab or another company can take. Pure. */
import { edgesOf, freshId, stepsOf, type Draft } from "./draft";
import type { Edge, Layout, Spot, Step, Variable } from "./types";

const MARK = "helpline-steps";

export interface Clip {
  mark: typeof MARK;
  steps: Record<string, Step>;
  /** Those between the steps. */
  edges: Edge[];
  layout: Layout;
  /** What the steps speak of, for a flow that does not have it. */
  variables: Record<string, Variable>;
}

export function copied({ flow, layout }: Draft, ids: readonly string[]): Clip | null {
  const steps = Object.fromEntries(Object.entries(stepsOf(flow)).filter(([id]) => ids.includes(id)));
  if (Object.keys(steps).length === 0) return null;
  const written = JSON.stringify(steps);
  const spoken = new Set(written.match(/[A-Za-z_]\w*/g));
  return {
    mark: MARK,
    steps,
    edges: edgesOf(flow).filter((each) => each.step in steps && each.to in steps),
    layout: Object.fromEntries(Object.entries(layout).filter(([id]) => id in steps)),
    variables: Object.fromEntries(Object.entries(flow.variables ?? {}).filter(([name]) => spoken.has(name))),
  };
}

/** The clip in a text from the clipboard; null for anybody else's text. */
export function read(text: string): Clip | null {
  if (!text.startsWith("{") || !text.includes(MARK)) return null;
  try {
    const found = JSON.parse(text) as Partial<Clip>;
    if (found.mark !== MARK || typeof found.steps !== "object") return null;
    const steps = found.steps ?? {};
    if (Object.values(steps).some((each) => typeof each?.kind !== "string")) return null;
    return {
      mark: MARK,
      steps,
      edges: Array.isArray(found.edges) ? found.edges : [],
      layout: found.layout ?? {},
      variables: found.variables ?? {},
    };
  } catch {
    return null;
  }
}

/** With the steps put in under ids of their own, the leftmost and uppermost of them at this spot. */
export function pasted(draft: Draft, clip: Clip, at: Spot): { draft: Draft; ids: string[] } {
  const steps = { ...stepsOf(draft.flow) };
  const names = new Map<string, string>();
  for (const [id, step] of Object.entries(clip.steps)) {
    const fresh = freshId(id.replace(/_\d+$/, ""), steps);
    steps[fresh] = step;
    names.set(id, fresh);
  }
  const corner = cornerOf(clip.layout);
  const layout = { ...draft.layout };
  let place = 0;
  for (const [id, fresh] of names) {
    const spot = clip.layout[id] ?? { x: corner.x, y: corner.y + 160 * place };
    layout[fresh] = { x: Math.round(at.x + spot.x - corner.x), y: Math.round(at.y + spot.y - corner.y) };
    place += 1;
  }
  const edges = clip.edges.flatMap(({ step, port, to }) => {
    const [from, into] = [names.get(step), names.get(to)];
    return from && into ? [{ step: from, port, to: into }] : [];
  });
  const flow = {
    ...draft.flow,
    steps,
    edges: [...edgesOf(draft.flow), ...edges],
    variables: { ...clip.variables, ...draft.flow.variables },
  };
  return { draft: { flow, layout }, ids: [...names.values()] };
}

function cornerOf(layout: Layout): Spot {
  const spots = Object.values(layout);
  if (spots.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...spots.map((each) => each.x)), y: Math.min(...spots.map((each) => each.y)) };
}
