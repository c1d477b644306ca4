/** Two people changed the same: what the merge could not join, and the choice for each. Pure. */
import { isFields } from "../forms/fields";
import type { Flow, Json } from "./types";

export interface Conflict {
  /** Null: of the flow itself. */
  step: string | null;
  /** Empty: the whole step. */
  field: string;
  ours: Json;
  theirs: Json;
}

/** The merged flow, in which ours won everywhere, with theirs put in where they were chosen. */
export function settled(merged: Flow, conflicts: readonly Conflict[], theirs: ReadonlySet<number>): Flow {
  return conflicts.reduce<Flow>((flow, conflict, place) => {
    if (!theirs.has(place)) return flow;
    const path = [
      ...(conflict.step === null ? [] : ["steps", conflict.step]),
      ...(conflict.field ? conflict.field.split(".") : []),
    ];
    return put(flow as unknown as Json, path, conflict.theirs) as unknown as Flow;
  }, merged);
}

/** Null takes the thing away. */
function put(into: Json, [name, ...rest]: readonly string[], value: Json): Json {
  if (name === undefined) return value;
  if (Array.isArray(into)) {
    return into.map((each, place) => (String(place) === name ? put(each, rest, value) : each));
  }
  const known = isFields(into) ? into : {};
  if (rest.length === 0 && value === null) {
    return Object.fromEntries(Object.entries(known).filter(([key]) => key !== name));
  }
  return { ...known, [name]: put(known[name] ?? null, rest, value) };
}
