import { expect, it } from "vitest";

import type { Flow } from "../model/types";
import { inOrder } from "./order";

const step = { kind: "message" };
const flow: Flow = {
  id: "f",
  name: {},
  languages: ["en"],
  triggers: [{ id: "t", kind: "words", leads_to: "b" }],
  steps: { alone: step, a: step, b: step, c: step },
  edges: [
    { step: "b", port: "next", to: "c" },
    { step: "c", port: "next", to: "a" },
    { step: "a", port: "next", to: "b" },
    { step: "a", port: "failed", to: "gone" },
  ],
};

it("goes from the triggers along the edges, each step once, and ends with those that nothing leads to", () => {
  expect(inOrder(flow).map(([id]) => id)).toEqual(["b", "c", "a", "alone"]);
});
