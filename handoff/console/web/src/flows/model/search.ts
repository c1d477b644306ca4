/** Steps in which something is written: their names, texts and kinds. Pure. */
import { stepsOf } from "./draft";
import type { Flow, Json } from "./types";

export function found(flow: Flow, wanted: string, kindName: (kind: string) => string): string[] {
  const needle = folded(wanted.trim());
  if (!needle) return [];
  return Object.entries(stepsOf(flow))
    .filter(([id, step]) =>
      [id, kindName(step.kind), ...textsIn(step as Json)].some((each) => folded(each).includes(needle)),
    )
    .map(([id]) => id);
}

function* textsIn(value: Json | undefined): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const each of value) yield* textsIn(each);
  else if (value && typeof value === "object") for (const each of Object.values(value)) yield* textsIn(each);
}

/** Whatever the case and the accents. */
function folded(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLocaleLowerCase();
}
