import { expect, it } from "vitest";

import { found, idFrom, needsOf, stateOf, type FlowRow } from "./model";

const row: FlowRow = {
  id: "refund",
  name: { en: "Refund", ru: "Возврат" },
  languages: ["en", "ru"],
  archived: false,
  version: 3,
  author: "Ada",
  saved_at: null,
  in_force: null,
  changed: true,
  triggers: [{ id: "w", kind: "words", summary: "money back" }],
  steps: 4,
  sessions: 0,
};

it.each([
  [{}, "draft"],
  [{ in_force: 2, changed: false }, "in_force"],
  [{ in_force: 2, changed: true }, "changed"],
  [{ in_force: 2, archived: true }, "archived"],
])("%j is %s", (part, state) => {
  expect(stateOf({ ...row, ...part })).toBe(state);
});

it.each([
  ["", ["Возврат", "Заказ"]],
  ["возв", ["Возврат"]],
  ["REFUND", ["Возврат"]],
  ["money", ["Возврат"]],
  ["order", ["Заказ"]],
  ["nothing", []],
])("looking for %j finds %j", (text, names) => {
  const order = { ...row, id: "order", name: { ru: "Заказ" }, triggers: [] };
  expect(found([order, row], text, "ru").map((each) => each.name.ru)).toEqual(names);
});

it.each([
  ["Where is my order?", "where_is_my_order"],
  ["Café visit", "cafe_visit"],
  ["Возврат товара", "vozvrat_tovara"],
  ["Επιστροφή", "epistrofi"],
  ["Zwrot należności", "zwrot_naleznosci"],
  ["返品", "flow"],
  ["Refund", "refund_3"],
])("makes an id of %s: %s", (name, id) => {
  expect(idFrom(name, ["refund", "refund_2"])).toBe(id);
});

it("says what a template needs that the company lacks", () => {
  const needs = {
    topics: ["returns", "refund"],
    lines: [],
    secrets: ["ORDERS"],
    processes: [],
    hosts: ["a.com"],
  };
  const company = { topics: [{ id: "refund" }], lines: [], secrets: [], processes: [] };
  expect(needsOf(needs, company).map(({ id, met }) => [id, met])).toEqual([
    ["returns", false],
    ["refund", true],
    ["ORDERS", false],
  ]);
});
