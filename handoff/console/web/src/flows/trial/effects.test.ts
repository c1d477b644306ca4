import { expect, it } from "vitest";

import { detail, tellable } from "./effects";

it.each([
  [
    { kind: "hand_off", line: "orders", topic: null, priority: "high", card: { order: "A1" } },
    "orders, high, order: A1",
  ],
  [{ kind: "hand_off", line: null, card: {} }, ""],
  [{ kind: "set_attribute", name: "plan", value: ["a"] }, 'plan = ["a"]'],
  [{ kind: "create_request", type: "return", title: "Sofa", fields: { days: 3 } }, "return: Sofa, days: 3"],
  [{ kind: "rated", score: 4, of: 5 }, "4 / 5"],
  [{ kind: "tag", add: ["vip"], remove: ["new"] }, "+vip −new"],
  [{ kind: "failed", flow: "f", step: "s", error: "No such name." }, "No such name."],
  [{ kind: "something_new", colour: "red" }, "colour: red"],
])("tells %j as %s", (effect, text) => {
  expect(detail(effect)).toBe(text);
});

it("leaves to others what they show", () => {
  const kinds = ["say", "tag", "call", "wait_until", "close"].map((kind) => ({ kind }));
  expect(tellable(kinds).map(({ kind }) => kind)).toEqual(["tag", "close"]);
});
