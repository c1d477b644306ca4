/** Flows for tests: small ones, and one as large as a company may draw. */
import type { Flow, Port, Step } from "./types";

export const port = (name: string, more: Partial<Port> = {}): Port => ({
  name,
  label: name,
  falls_to: null,
  optional: false,
  ...more,
});

export function flowOf(steps: Record<string, Step>, edges: string[], more: Partial<Flow> = {}): Flow {
  return {
    id: "drawn",
    name: { en: "Drawn" },
    languages: ["en", "ru"],
    steps,
    edges: edges.map((each) => {
      const [step = "", name = "", to = ""] = each.split(/[. >]+/);
      return { step, port: name, to };
    }),
    ...more,
  };
}

export const said = (text: string): Step => ({ kind: "message", variants: [{ en: text }] });

/** A trigger, then rows of steps, each of which leads to two of the next row. */
export function large(steps: number): Flow {
  const ids = Array.from({ length: steps }, (_, number) => `step_${number}`);
  return {
    id: "large",
    name: { en: "Large" },
    languages: ["en"],
    triggers: [{ id: "words", kind: "words", words: ["hi"], leads_to: "step_0" }],
    steps: Object.fromEntries(ids.map((id) => [id, { kind: "question", text: { en: `Question ${id}` } }])),
    edges: ids.flatMap((step, number) =>
      [2 * number + 1, 2 * number + 2]
        .filter((to) => to < steps)
        .map((to, way) => ({ step, port: way ? "failed" : "next", to: `step_${to}` })),
    ),
  };
}
