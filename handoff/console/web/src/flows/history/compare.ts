/** What is different between two versions of a flow. Pure. */
import { edgesOf, stepsOf, triggersOf } from "../model/draft";
import type { Flow, Json } from "../model/types";

export interface FieldChange {
  /** A path such as `text.en` or `choices.0.label.ru`. */
  field: string;
  before: string;
  after: string;
}

export interface StepChange {
  step: string;
  kind: "added" | "removed" | "changed";
  fields: FieldChange[];
}

export interface Comparison {
  steps: StepChange[];
  /** Triggers, variables and what else the flow itself says. */
  flow: FieldChange[];
  ways: { added: number; removed: number };
}

export function compare(before: Flow, after: Flow): Comparison {
  const was = stepsOf(before);
  const is = stepsOf(after);
  const steps = [...new Set([...Object.keys(is), ...Object.keys(was)])].flatMap<StepChange>((step) => {
    const old = was[step];
    const now = is[step];
    if (!old) return [{ step, kind: "added", fields: fieldsBetween({}, now) }];
    if (!now) return [{ step, kind: "removed", fields: fieldsBetween(old, {}) }];
    const fields = fieldsBetween(old, now);
    return fields.length > 0 ? [{ step, kind: "changed", fields }] : [];
  });
  return { steps, flow: fieldsBetween(settings(before), settings(after)), ways: waysBetween(before, after) };
}

export function nothing({ steps, flow, ways }: Comparison): boolean {
  return steps.length === 0 && flow.length === 0 && ways.added === 0 && ways.removed === 0;
}

/** All but the steps and edges; triggers by their ids, so that one moved up is no change. */
function settings(flow: Flow): unknown {
  const { name, languages, priority, variables } = flow;
  const triggers = Object.fromEntries(triggersOf(flow).map((each) => [each.id, each]));
  return { name, languages, priority, variables, triggers };
}

function waysBetween(before: Flow, after: Flow): Comparison["ways"] {
  const ways = (flow: Flow) => edgesOf(flow).map((each) => `${each.step}/${each.port}/${each.to}`);
  const without = (some: string[], others: string[]) => some.filter((way) => !others.includes(way)).length;
  const [was, is] = [ways(before), ways(after)];
  return { added: without(is, was), removed: without(was, is) };
}

/** Field by field, as deep as they go. What is left out is not different from what is empty. */
export function fieldsBetween(before: unknown, after: unknown, path: string[] = []): FieldChange[] {
  if (isNested(before) || isNested(after)) {
    const [was, is] = [inside(before), inside(after)];
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
      fieldsBetween(was[key], is[key], [...path, key]),
    );
  }
  const [was, is] = [said(before), said(after)];
  return was === is ? [] : [{ field: path.join("."), before: was, after: is }];
}

function isNested(value: unknown): value is Record<string, Json> | Json[] {
  return typeof value === "object" && value !== null;
}

function inside(value: unknown): Record<string, unknown> {
  return isNested(value) ? Object.fromEntries(Object.entries(value)) : {};
}

function said(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}
