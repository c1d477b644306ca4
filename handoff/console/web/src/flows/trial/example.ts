/** An answer to begin a made-up one with: every field that the step looks for in it. Pure. */
import type { Json, Step } from "../model/types";

const PATH = /\bresponse\.body((?:\.[A-Za-z_]\w*)+)/g;

type Example = { [name: string]: Example | string };

export function exampleFor(step: Step | undefined): Example {
  const example: Example = {};
  for (const text of textsIn(step as Json | undefined)) {
    for (const [, path = ""] of text.matchAll(PATH)) put(example, path.slice(1).split("."));
  }
  return example;
}

function put(into: Example, [name, ...rest]: string[]): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    into[name] ??= "";
    return;
  }
  const known = into[name];
  const inner = typeof known === "object" ? known : {};
  into[name] = inner;
  put(inner, rest);
}

function* textsIn(value: Json | undefined): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const each of Object.values(value)) yield* textsIn(each);
}
