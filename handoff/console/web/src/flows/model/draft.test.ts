import { describe, expect, it } from "vitest";

import * as drafts from "./draft";
import { flowOf, port, said } from "./drawn";
import { edgeTaken, START, triggerKey } from "./edges";
import { pathOf } from "./path";
import { followPorts, lostPorts, merged } from "./ports";

const draft: drafts.Draft = {
  flow: flowOf(
    { hello: said("Hello"), ask: { kind: "question" }, bye: said("Bye") },
    ["hello.next > ask", "ask.next > bye"],
    { triggers: [{ id: "words", kind: "words", leads_to: "hello" }] },
  ),
  layout: { hello: { x: 0, y: 0 }, ask: { x: 300, y: 0 }, bye: { x: 600, y: 0 } },
};

describe("a draft", () => {
  it("takes a new step under an id that nobody has", () => {
    const one = drafts.addStep(draft, { kind: "message" }, { x: 10.4, y: 20.6 });
    expect(one.id).toBe("message");
    expect(one.draft.layout.message).toEqual({ x: 10, y: 21 });
    expect(drafts.addStep(one.draft, { kind: "message" }, { x: 0, y: 0 }).id).toBe("message_2");
  });

  it("loses with a step every way to it and from it", () => {
    const { flow, layout } = drafts.removeSteps(draft, ["hello"]);
    expect(Object.keys(flow.steps ?? {})).toEqual(["ask", "bye"]);
    expect(flow.edges).toEqual([{ step: "ask", port: "next", to: "bye" }]);
    expect(flow.triggers?.[0]?.leads_to).toBeNull();
    expect(layout).not.toHaveProperty("hello");
  });

  it("leads by a port to one step only", () => {
    const next = drafts.connect(draft, "hello", "next", "bye");
    expect(drafts.target(next.flow, "hello", "next")).toBe("bye");
    expect(next.flow.edges).toHaveLength(2);
    expect(drafts.target(drafts.connect(next, "hello", "next", null).flow, "hello", "next")).toBeNull();
  });

  it("connects a trigger as it connects a port", () => {
    const next = drafts.connect(draft, START, "words", "bye");
    expect(drafts.target(next.flow, START, "words")).toBe("bye");
  });

  it("numbers triggers of a kind", () => {
    const made = drafts.addTrigger(draft, { id: "", kind: "words" });
    expect(made.id).toBe("words_2");
    expect(drafts.removeTrigger(made.draft, "words").flow.triggers?.map((each) => each.id)).toEqual([
      "words_2",
    ]);
  });
});

describe("ports", () => {
  const before = [port("choice:a", { falls_to: "next" }), port("next")];
  const led: drafts.Draft = {
    ...draft,
    flow: { ...draft.flow, edges: [{ step: "ask", port: "choice:a", to: "bye" }] },
  };

  it("keep the arrays of steps that are as before", () => {
    const known = { ask: before, bye: [port("next")] };
    const after = merged(known, { ask: [...before], bye: [port("next"), port("failed")] });
    expect(after.ask).toBe(known.ask);
    expect(after.bye).toHaveLength(2);
    expect(merged(known, { ask: [...before], bye: [port("next")] })).toBe(known);
  });

  it("carry an edge over to the port's new name", () => {
    const after = [port("choice:ab", { falls_to: "next" }), port("next")];
    expect(followPorts(led, { ask: before }, { ask: after }).flow.edges).toEqual([
      { step: "ask", port: "choice:ab", to: "bye" },
    ]);
  });

  it("keep the edge of a port that is gone, and tell of it", () => {
    const after = [port("next")];
    expect(followPorts(led, { ask: before }, { ask: after })).toBe(led);
    expect(lostPorts(led.flow, "ask", after)).toEqual(["choice:a"]);
  });

  it("fall to the edge of another while they have none", () => {
    const ports = { ask: before };
    expect(edgeTaken(draft.flow, ports, "ask", "choice:a")).toBe("ask/next");
    expect(edgeTaken(led.flow, ports, "ask", "choice:a")).toBe("ask/choice:a");
    expect(edgeTaken(led.flow, ports, "ask", "next")).toBeNull();
    expect(
      edgeTaken(
        draft.flow,
        { ask: [port("a", { falls_to: "b" }), port("b", { falls_to: "a" })] },
        "ask",
        "a",
      ),
    ).toBeNull();
  });

  it("light the path that was really taken", () => {
    const lit = pathOf(
      draft.flow,
      { ask: before },
      [
        { flow: "drawn", step: "hello", port: "next" },
        { flow: "drawn", step: "ask", port: "choice:a" },
        { flow: "another", step: "bye", port: "next" },
      ],
      { trigger: "words", at: "bye" },
    );
    expect([...lit.steps]).toEqual(["hello", "ask", "bye"]);
    expect([...lit.edges]).toEqual([triggerKey("words"), "hello/next", "ask/next"]);
    expect(lit.at).toBe("bye");
  });

  it("light the step that ends the flow, which is left by no port", () => {
    const lit = pathOf(draft.flow, { ask: before }, [{ flow: "drawn", step: "ask", port: "next" }]);
    expect([...lit.steps]).toEqual(["ask", "bye"]);
    expect([...pathOf(draft.flow, {}, [], { trigger: "words" }).steps]).toEqual(["hello"]);
  });
});
