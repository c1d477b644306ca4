/** Where steps stand when nobody has put them anywhere: from left to right, in the order in which they follow. Pure. */
import { graphlib, layout as dagre } from "@dagrejs/dagre";

import { edgesOf, stepsOf, triggersOf } from "./draft";
import { START } from "./edges";
import { sizeOfStart, sizeOfStep, type Size } from "./geometry";
import type { Flow, Layout, Ports } from "./types";

const GAP = { x: 90, y: 36 };

export function sizesOf(flow: Flow, ports: Ports): Map<string, Size> {
  const sizes = new Map(Object.keys(stepsOf(flow)).map((id) => [id, sizeOfStep(ports[id] ?? [])]));
  return sizes.set(START, sizeOfStart(triggersOf(flow).length));
}

/** All of them, anew. */
export function laidOut(flow: Flow, ports: Ports): Layout {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: GAP.y, ranksep: GAP.x });
  graph.setDefaultEdgeLabel(() => ({}));
  const sizes = sizesOf(flow, ports);
  for (const [id, size] of sizes) graph.setNode(id, { ...size });
  for (const { leads_to } of triggersOf(flow)) {
    if (leads_to && sizes.has(leads_to)) graph.setEdge(START, leads_to);
  }
  for (const { step, to } of edgesOf(flow)) {
    if (step !== to && sizes.has(step) && sizes.has(to)) graph.setEdge(step, to);
  }
  dagre(graph);
  return Object.fromEntries(
    [...sizes].map(([id, { width, height }]) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return [id, { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }];
    }),
  );
}

/** With a place for every step: what has none stands below the rest, and a flow without any is laid out anew. */
export function completed(flow: Flow, layout: Layout, ports: Ports): Layout {
  const ids = Object.keys(stepsOf(flow));
  const placed = ids.filter((id) => id in layout);
  if (placed.length === 0 && ids.length > 0) return laidOut(flow, ports);
  if (placed.length === ids.length && START in layout) return layout;
  const sizes = sizesOf(flow, ports);
  const result = Object.fromEntries(placed.map((id) => [id, layout[id] as Layout[string]]));
  const left = Math.min(...placed.map((id) => result[id]?.x ?? 0), Infinity);
  const bottom = Math.max(...placed.map((id) => (result[id]?.y ?? 0) + (sizes.get(id)?.height ?? 0)), 0);
  ids
    .filter((id) => !(id in layout))
    .forEach((id, place) => {
      result[id] = { x: left + (place % 4) * 340, y: bottom + 60 + Math.floor(place / 4) * 200 };
    });
  const first = triggersOf(flow).find((each) => each.leads_to && each.leads_to in result)?.leads_to;
  const beside = first ? result[first] : undefined;
  const start = beside ? { x: beside.x - 340, y: beside.y } : { x: Math.min(left, 340) - 340, y: 0 };
  return { ...result, [START]: layout[START] ?? (Number.isFinite(start.x) ? start : { x: 0, y: 0 }) };
}

/** Whether two flows are drawn alike: the same steps, joined in the same way, whatever is written in them. */
export function sameOutline(before: Flow, after: Flow): boolean {
  const ids = Object.keys(stepsOf(after));
  const starts = (flow: Flow) =>
    triggersOf(flow)
      .map((each) => `${each.id} ${each.leads_to ?? ""}`)
      .join();
  return (
    edgesOf(before) === edgesOf(after) &&
    ids.length === Object.keys(stepsOf(before)).length &&
    ids.every((id) => id in stepsOf(before)) &&
    starts(before) === starts(after)
  );
}
