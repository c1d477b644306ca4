/**
 * The draft as React Flow wants it: boxes and edges. What has not changed stays the very same object, so that of 300
 * steps only the one that was touched is drawn again. Pure.
 */
import { Position, type Edge as RFEdge, type Node } from "@xyflow/react";

import { edgesOf, stepsOf, triggersOf } from "../model/draft";
import { edgeKey, START } from "../model/edges";
import {
  anchorsOfStart,
  anchorsOfStep,
  IN,
  sizeOfStart,
  sizeOfStep,
  type Anchor,
  type Size,
} from "../model/geometry";
import type { Lit } from "../model/path";
import { lostPorts } from "../model/ports";
import type { Flow, Layout, Port, Ports, Problem, Spot, Step, Trigger } from "../model/types";
import type { Heat, StepBadge } from "./EditorContext";

export type Glow = "at" | "on" | "off" | null;

export interface StepData extends Record<string, unknown> {
  step: Step;
  ports: readonly Port[];
  lost: string;
  errors: number;
  warnings: number;
  badges: readonly StepBadge[] | null;
  glow: Glow;
  found: boolean;
}

export interface StartData extends Record<string, unknown> {
  triggers: readonly Trigger[];
  errors: number;
  selected: string | null;
}

export type StepNode = Node<StepData, "step">;
export type StartNode = Node<StartData, "start">;
export type FlowNode = StepNode | StartNode;

export interface EdgeData extends Record<string, unknown> {
  label: string;
  glow: Glow;
  count: number | null;
  share: number;
}

export type FlowEdge = RFEdge<EdgeData, "flow">;

export interface Scene {
  flow: Flow;
  layout: Layout;
  ports: Ports;
  problems: readonly Problem[];
  lit: Lit | null;
  heat: Heat | null;
  selected: ReadonlySet<string>;
  trigger: string | null;
  found: ReadonlySet<string>;
}

/** The boxes of a scene; those of before that would be the same are kept. */
export function nodesOf(scene: Scene, before: readonly FlowNode[]): FlowNode[] {
  const known = new Map(before.map((each) => [each.id, each]));
  const marks = marksOf(scene.problems);
  const nodes: FlowNode[] = [];
  const triggers = triggersOf(scene.flow);
  nodes.push(
    kept(known.get(START), {
      id: START,
      type: "start",
      deletable: false,
      ...placed(scene, START, sizeOfStart(triggers.length), anchorsOfStart(triggers)),
      data: { triggers, errors: marks.get(START)?.errors ?? 0, selected: scene.trigger },
    }),
  );
  for (const [id, step] of Object.entries(stepsOf(scene.flow))) {
    const ports = scene.ports[id] ?? [];
    const lost = lostPorts(scene.flow, id, ports);
    const mark = marks.get(id);
    nodes.push(
      kept(known.get(id), {
        id,
        type: "step",
        ...placed(scene, id, sizeOfStep(ports, lost), anchorsOfStep(ports, lost)),
        data: {
          step,
          ports,
          lost: lost.join("\n"),
          errors: mark?.errors ?? 0,
          warnings: mark?.warnings ?? 0,
          badges: scene.heat?.steps.get(id) ?? null,
          glow: glowOf(scene.lit, scene.lit?.steps.has(id) ?? false, id),
          found: scene.found.has(id),
        },
      }),
    );
  }
  return nodes.length === before.length && nodes.every((each, place) => each === before[place])
    ? (before as FlowNode[])
    : nodes;
}

function placed(scene: Scene, id: string, size: Size, anchors: readonly Anchor[]) {
  return {
    position: scene.layout[id] ?? { x: 0, y: 0 },
    selected: scene.selected.has(id),
    ...size,
    // Known beforehand: nothing has to be drawn first to find out where its edges begin.
    measured: size,
    handles: anchors.map(({ id: name, type, x, y }) => ({
      id: name,
      type,
      position: type === "target" ? Position.Left : Position.Right,
      x: x - DOT / 2,
      y: y - DOT / 2,
      width: DOT,
      height: DOT,
    })),
  };
}

const DOT = 14;

function kept<Each extends FlowNode>(before: FlowNode | undefined, next: Each): FlowNode {
  if (before?.type !== next.type) return next;
  // What is being dragged stands where the hand is, and not where the draft says.
  const position = before.dragging ? before.position : next.position;
  const same =
    sameSpot(before.position, position) &&
    before.selected === next.selected &&
    before.height === next.height &&
    shallow(before.data, next.data);
  return same ? before : ({ ...before, ...next, position } as FlowNode);
}

export function linksOf(scene: Scene, chosen: ReadonlySet<string>, before: readonly FlowEdge[]): FlowEdge[] {
  const known = new Map(before.map((each) => [each.id, each]));
  const steps = stepsOf(scene.flow);
  const edges: FlowEdge[] = [];
  const add = (source: string, port: string, target: string, label: string) => {
    const id = edgeKey(source, port);
    const heat = scene.heat?.edges.get(id);
    // Of one of several triggers it is not known how often it began the flow.
    const unused = scene.heat && source !== START ? 0 : null;
    const next: FlowEdge = {
      id,
      type: "flow",
      source,
      sourceHandle: port,
      target,
      targetHandle: IN,
      selected: chosen.has(id),
      ariaLabel: `${[source === START ? "" : source, label].filter(Boolean).join(", ")} → ${target}`.trim(),
      data: {
        label,
        glow: glowOf(scene.lit, scene.lit?.edges.has(id) ?? false),
        count: heat?.count ?? unused,
        share: heat?.share ?? 0,
      },
    };
    const old = known.get(id);
    const same =
      old !== undefined &&
      old.target === next.target &&
      old.selected === next.selected &&
      shallow(old.data ?? {}, next.data ?? {});
    edges.push(same ? old : next);
  };
  for (const { id, leads_to } of triggersOf(scene.flow)) {
    if (leads_to && leads_to in steps) add(START, id, leads_to, "");
  }
  for (const { step, port, to } of edgesOf(scene.flow)) {
    if (!(step in steps) || !(to in steps)) continue;
    add(step, port, to, scene.ports[step]?.find((each) => each.name === port)?.label ?? port);
  }
  return edges.length === before.length && edges.every((each, place) => each === before[place])
    ? (before as FlowEdge[])
    : edges;
}

interface Marks {
  errors: number;
  warnings: number;
}

/** Problems of the flow that concern its triggers are marked on their box. */
function marksOf(problems: readonly Problem[]): Map<string, Marks> {
  const marks = new Map<string, Marks>();
  for (const { step, field, severity } of problems) {
    const id = step ?? (field.startsWith("triggers") ? START : null);
    if (id === null || severity === "note") continue;
    const mark = marks.get(id) ?? { errors: 0, warnings: 0 };
    if (severity === "error") mark.errors += 1;
    else mark.warnings += 1;
    marks.set(id, mark);
  }
  return marks;
}

function glowOf(lit: Lit | null, on: boolean, id?: string): Glow {
  if (!lit || (lit.steps.size === 0 && lit.edges.size === 0)) return null;
  if (id !== undefined && lit.at === id) return "at";
  return on ? "on" : "off";
}

function sameSpot(a: Spot, b: Spot): boolean {
  return a.x === b.x && a.y === b.y;
}

function shallow(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const keys = Object.keys(b);
  return Object.keys(a).length === keys.length && keys.every((key) => Object.is(a[key], b[key]));
}
