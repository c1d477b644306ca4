import { describe, expect, it } from "vitest";

import { flowOf, large, port, said } from "./drawn";
import { START } from "./edges";
import { anchorsOfStep, sizeOfStep } from "./geometry";
import { completed, laidOut, sameOutline, sizesOf } from "./layout";
import type { Flow, Layout, Ports } from "./types";

const triggers = [{ id: "words", kind: "words", leads_to: "a" }];
const chain = flowOf({ a: said("A"), b: said("B"), c: said("C") }, ["a.next > b", "b.next > c"], {
  triggers,
});

function overlapping(flow: Flow, layout: Layout, ports: Ports): string[] {
  const boxes = [...sizesOf(flow, ports)].map(([id, size]) => ({
    id,
    ...size,
    ...(layout[id] ?? { x: NaN, y: NaN }),
  }));
  return boxes.flatMap((a, at) =>
    boxes
      .slice(at + 1)
      .filter(
        (b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      )
      .map((b) => `${a.id} ${b.id}`),
  );
}

describe("the layout", () => {
  it("goes from left to right, from the triggers on", () => {
    const layout = laidOut(chain, {});
    expect([START, "a", "b", "c"].map((id) => layout[id]?.x ?? NaN)).toEqual(
      [START, "a", "b", "c"].map((id) => layout[id]?.x ?? NaN).sort((a, b) => a - b),
    );
  });

  it("lets no two boxes of a large flow overlap", () => {
    const flow = large(300);
    const ports = Object.fromEntries(
      Object.keys(flow.steps ?? {}).map((id) => [id, [port("next"), port("failed"), port("person")]]),
    );
    expect(overlapping(flow, laidOut(flow, ports), ports)).toEqual([]);
  });

  it("bears loops and edges to nowhere", () => {
    const flow = flowOf({ a: said("A"), b: said("B") }, [
      "a.next > b",
      "b.next > a",
      "a.failed > a",
      "b.x > gone",
    ]);
    expect(Object.keys(laidOut(flow, {})).sort()).toEqual([START, "a", "b"].sort());
  });

  it("is left alone where it is whole", () => {
    const whole = { [START]: { x: 1, y: 1 }, a: { x: 0, y: 0 }, b: { x: 9, y: 9 }, c: { x: 5, y: 5 } };
    expect(completed(chain, whole, {})).toBe(whole);
  });

  it("finds a place below the rest for what has none", () => {
    const part = { a: { x: 0, y: 0 }, b: { x: 400, y: 0 } };
    const layout = completed(chain, part, {});
    expect(layout).toMatchObject(part);
    expect(layout.c?.y).toBeGreaterThan(sizeOfStep([]).height);
    expect(layout[START]).toEqual({ x: -340, y: 0 });
  });

  it("does not depend on what is written in the steps", () => {
    const other = (steps: Flow["steps"]) => ({ ...chain, steps });
    expect(sameOutline(chain, other({ ...chain.steps, a: said("Another text") }))).toBe(true);
    expect(sameOutline(chain, other({ ...chain.steps, d: said("D") }))).toBe(false);
    expect(sameOutline(chain, { ...chain, edges: [] })).toBe(false);
    expect(sameOutline(chain, { ...chain, triggers: [{ id: "words", kind: "words", leads_to: "b" }] })).toBe(
      false,
    );
  });

  it("is made anew for a flow without any", () => {
    expect(completed(chain, {}, {})).toEqual(laidOut(chain, {}));
  });
});

describe("a box", () => {
  it("has one dot beside its head, or a row for each way out", () => {
    expect(anchorsOfStep([port("next")])).toHaveLength(2);
    expect(anchorsOfStep([port("next")])[1]?.y).toBe(anchorsOfStep([])[0]?.y);
    const rows = anchorsOfStep([port("a"), port("b")], ["gone"]);
    expect(rows.map((each) => each.id)).toEqual(["in", "a", "b", "gone"]);
    expect(sizeOfStep([port("a"), port("b")], ["gone"]).height).toBeGreaterThan(rows.at(-1)?.y ?? Infinity);
  });
});
