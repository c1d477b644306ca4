import { describe, expect, it } from "vitest";

import { copied, pasted, read } from "./clipboard";
import { flowOf, said } from "./drawn";

const draft = {
  flow: flowOf(
    { hello: said("Hello, {{ first_name }}"), ask: { kind: "question", variable: "age" }, bye: said("Bye") },
    ["hello.next > ask", "ask.next > bye"],
    { variables: { first_name: { title: "Name" }, age: { type: "number" }, other: {} } },
  ),
  layout: { hello: { x: 100, y: 50 }, ask: { x: 400, y: 80 }, bye: { x: 700, y: 0 } },
};

describe("copying", () => {
  const clip = copied(draft, ["hello", "ask"]);

  it("takes the steps, the ways between them, and the variables of which they speak", () => {
    expect(Object.keys(clip?.steps ?? {})).toEqual(["hello", "ask"]);
    expect(clip?.edges).toEqual([{ step: "hello", port: "next", to: "ask" }]);
    expect(Object.keys(clip?.variables ?? {})).toEqual(["first_name", "age"]);
    expect(copied(draft, [])).toBeNull();
  });

  it("survives the way through a text", () => {
    expect(read(JSON.stringify(clip))).toEqual(clip);
  });

  it.each([
    "",
    "hello",
    "{",
    '{"mark":"something-else","steps":{}}',
    '{"mark":"helpline-steps","steps":{"a":{}}}',
  ])("takes no other text for steps: %s", (text) => expect(read(text)).toBeNull());
});

describe("pasting", () => {
  const clip = copied(draft, ["hello", "ask"]);
  if (!clip) throw new Error("Nothing was copied.");

  it("gives ids of their own, and keeps the ways and the distances between the steps", () => {
    const { draft: after, ids } = pasted(draft, clip, { x: 0, y: 0 });
    expect(ids).toEqual(["hello_2", "ask_2"]);
    expect(after.flow.edges).toContainEqual({ step: "hello_2", port: "next", to: "ask_2" });
    expect(after.layout.hello_2).toEqual({ x: 0, y: 0 });
    expect(after.layout.ask_2).toEqual({ x: 300, y: 30 });
    expect(draft.flow.steps).not.toHaveProperty("hello_2");
  });

  it("does not pile up numbers", () => {
    const once = pasted(draft, clip, { x: 0, y: 0 }).draft;
    const again = copied(once, ["hello_2"]);
    expect(again && pasted(once, again, { x: 0, y: 0 }).ids).toEqual(["hello_3"]);
  });

  it("brings variables into a flow that does not have them, and leaves those that it has", () => {
    const other = { flow: flowOf({}, [], { variables: { age: { type: "text" } } }), layout: {} };
    const { variables } = pasted(other, clip, { x: 0, y: 0 }).draft.flow;
    expect(variables).toEqual({ first_name: { title: "Name" }, age: { type: "text" } });
  });
});
