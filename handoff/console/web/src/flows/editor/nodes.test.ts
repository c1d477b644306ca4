import { describe, expect, it } from "vitest";

import { setStep } from "../model/draft";
import { large, port } from "../model/drawn";
import { START, triggerKey } from "../model/edges";
import { laidOut } from "../model/layout";
import { linksOf, nodesOf, type Scene } from "./nodes";

const flow = large(300);
const ports = Object.fromEntries(
  Object.keys(flow.steps ?? {}).map((id) => [id, [port("next"), port("failed")]]),
);
const scene: Scene = {
  flow,
  layout: laidOut(flow, ports),
  ports,
  problems: [],
  lit: null,
  heat: null,
  selected: new Set(),
  trigger: null,
  found: new Set(),
};
const none: ReadonlySet<string> = new Set();

describe("300 steps on the canvas", () => {
  const nodes = nodesOf(scene, []);
  const links = linksOf(scene, none, []);

  it("are boxes of known size with the places of their dots", () => {
    expect(nodes).toHaveLength(301);
    expect(nodes[0]).toMatchObject({ id: START, type: "start" });
    expect(nodes[1]?.measured).toEqual({ width: nodes[1]?.width, height: nodes[1]?.height });
    expect(nodes[1]?.handles?.map((each) => each.id)).toEqual(["in", "next", "failed"]);
  });

  it("are joined by their edges and by those of triggers", () => {
    expect(links).toHaveLength(300);
    expect(links[0]).toMatchObject({ id: triggerKey("words"), source: START, target: "step_0" });
  });

  it("are the very same boxes when nothing was changed", () => {
    expect(nodesOf({ ...scene }, nodes)).toBe(nodes);
    expect(linksOf({ ...scene }, none, links)).toBe(links);
  });

  it("leave all but one untouched when one is changed", () => {
    const { flow: next } = setStep({ flow, layout: {} }, "step_7", { kind: "message" });
    const after = nodesOf({ ...scene, flow: next }, nodes);
    expect(after.filter((each, place) => each !== nodes[place]).map((each) => each.id)).toEqual(["step_7"]);
  });

  it("stay in the hand that drags them", () => {
    const dragged = nodes.map((each) =>
      each.id === "step_7" ? { ...each, dragging: true, position: { x: -5, y: -5 } } : each,
    );
    const after = nodesOf({ ...scene, selected: new Set(["step_7"]) }, dragged);
    expect(after.find((each) => each.id === "step_7")?.position).toEqual({ x: -5, y: -5 });
  });

  it("show what is wrong, and the path that is lit", () => {
    const wrong = (step: string | null, field: string, severity: "error" | "note") =>
      ({ severity, code: "unset", step, field, message: "", remedy: "", values: {} }) as const;
    const after = nodesOf(
      {
        ...scene,
        problems: [
          wrong("step_1", "", "error"),
          wrong("step_1", "", "note"),
          wrong(null, "triggers.0.words", "error"),
        ],
        lit: { steps: new Set(["step_0", "step_1"]), edges: new Set(["step_0/next"]), at: "step_1" },
      },
      nodes,
    );
    const data = (id: string) => after.find((each) => each.id === id)?.data;
    expect(data("step_1")).toMatchObject({ errors: 1, warnings: 0, glow: "at" });
    expect(data("step_0")).toMatchObject({ glow: "on" });
    expect(data("step_2")).toMatchObject({ glow: "off" });
    expect(data(START)).toMatchObject({ errors: 1 });
  });
});
