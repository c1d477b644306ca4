/** What sessions made of a flow in a period, and how that is drawn over the canvas. Pure. */
import type { components } from "../../api/schema";
import type { Heat, StepBadge } from "../editor/EditorContext";
import { triggersOf } from "../model/draft";
import { edgeTaken, triggerKey, type EdgeKey } from "../model/edges";
import type { Flow, Ports } from "../model/types";

export type HeatView = components["schemas"]["HeatView"];
type StepHeat = HeatView["steps"][number];
export type Day = HeatView["days"][number];

/** What is marked on a step: where customers leave, and where they want somebody else. */
export const MARKS = ["dropped", "person", "failed", "waiting"] as const;

export function drawn(
  view: HeatView,
  flow: Flow,
  ports: Ports,
  label: (kind: StepBadge["kind"], count: number) => string,
): Heat {
  const edges = new Map<EdgeKey, { count: number; share: number }>();
  for (const { step, port, sessions } of view.edges) {
    const taken = edgeTaken(flow, ports, step, port);
    if (!taken) continue;
    // Ports that fall to another share its edge.
    const count = (edges.get(taken)?.count ?? 0) + sessions;
    edges.set(taken, { count, share: view.began > 0 ? Math.min(1, count / view.began) : 0 });
  }
  // The server does not tell triggers apart: where there is but one, all began by it.
  const [only, ...others] = triggersOf(flow);
  if (only && others.length === 0) {
    edges.set(triggerKey(only.id), { count: view.began, share: Math.min(1, view.began) });
  }
  const steps = new Map(
    view.steps.map((each) => [
      each.step,
      MARKS.filter((kind) => each[kind] > 0).map((kind) => ({
        kind,
        count: each[kind],
        label: label(kind, each[kind]),
      })),
    ]),
  );
  return { edges, steps };
}

export interface Way {
  port: string;
  label: string;
  sessions: number;
}

export interface Row extends StepHeat {
  /** Is it still in the draft? */
  known: boolean;
  ways: Way[];
}

/** A row for each step that anybody came to, the busiest first, with the ways they left it. */
export function rows(view: HeatView, flow: Flow, ports: Ports): Row[] {
  const waysOf = (step: string): Way[] =>
    view.edges
      .filter((each) => each.step === step && each.sessions > 0)
      .map(({ port, sessions }) => ({
        port,
        sessions,
        label: ports[step]?.find((each) => each.name === port)?.label ?? port,
      }))
      .sort((a, b) => b.sessions - a.sessions);
  return view.steps
    .filter((each) => each.sessions > 0 || MARKS.some((kind) => each[kind] > 0))
    .map((each) => ({ ...each, known: each.step in (flow.steps ?? {}), ways: waysOf(each.step) }))
    .sort((a, b) => b.sessions - a.sessions);
}

/** A bar of the chart, from the ground up, as shares of the highest. */
export interface Bar extends Day {
  height: number;
  lost: number;
}

/** Every day of the period, also those on which nothing happened. */
export function bars(days: readonly Day[], from: string, to: string): Bar[] {
  const known = new Map(days.map((each) => [each.day, each]));
  const all = between(from, to).map(
    (day) => known.get(day) ?? { day, began: 0, finished: 0, person: 0, dropped: 0 },
  );
  const most = Math.max(1, ...all.map((each) => each.began));
  return all.map((each) => ({
    ...each,
    height: each.began / most,
    lost: Math.min(each.began, each.dropped + each.person) / most,
  }));
}

const LONGEST = 400;

function between(from: string, to: string): string[] {
  const days: string[] = [];
  // Noon in UTC, so that no change of the clock moves it to another day.
  const date = new Date(`${from}T12:00:00Z`);
  while (days.length < LONGEST && date.toISOString().slice(0, 10) <= to) {
    days.push(date.toISOString().slice(0, 10));
    date.setUTCDate(date.getUTCDate() + 1);
  }
  return days;
}
