/** Conditions as the builder shows them: groups of leaves, each of which may be turned round. Pure. */
import { ANY, type Condition, type Group, type Leaf } from "../model";

/** Levels that the server takes: see `DEEPEST` there. */
export const DEEPEST = 8;

/** A condition without the nots around it, and whether they turn it round. */
export interface Turned {
  not: boolean;
  inner: Leaf | Group;
}

export function unwrapped(condition: Condition): Turned {
  if (condition.kind !== "not") return { not: false, inner: condition };
  const { not, inner } = unwrapped(condition.of);
  return { not: !not, inner };
}

export function wrapped({ not, inner }: Turned): Condition {
  return not ? { kind: "not", of: inner } : inner;
}

export function isGroup(condition: Condition): condition is Group {
  return condition.kind === "all" || condition.kind === "any";
}

/** What the builder begins with: a group, so that there is a place to add to. */
export function asGroup(condition: Condition): Condition {
  return isGroup(unwrapped(condition).inner) ? condition : { kind: "all", of: [condition] };
}

/** Whether it says nothing, so that it holds always. */
export function isAlways(condition: Condition): boolean {
  return condition.kind === "all" && condition.of.every(isAlways);
}

/** How a leaf compares, as its menu names it. */
export type Comparison = "is" | "is_not" | "known" | "unknown";

export function comparison(not: boolean, values: readonly string[]): Comparison {
  const any = values.length === 1 && values[0] === ANY;
  if (any) return not ? "unknown" : "known";
  return not ? "is_not" : "is";
}
