import { expect, it } from "vitest";

import { changes, type Card } from "./card";

const card: Card = {
  tier: "gold",
  groups: ["employees"],
  region: "",
  email: "a@example.com",
  phone: "",
  attributes: [["city", "Warsaw"]],
  kind: "",
  topic: "refund",
  tags: [],
};

it("sends only what was changed", () => {
  expect(changes(card, { ...card })).toEqual({});
  expect(changes(card, { ...card, region: " north ", tags: ["vip"] })).toEqual({
    region: "north",
    tags: ["vip"],
  });
});

it("takes away what was emptied", () => {
  expect(changes(card, { ...card, tier: " ", groups: [] })).toEqual({ tier: "", groups: [] });
});

it("sends all attributes when one of them changed, without rows that say nothing", () => {
  const attributes: Card["attributes"] = [
    ["city", "Warsaw"],
    ["contract", "17"],
    ["", "lost"],
    ["empty", " "],
  ];
  expect(changes(card, { ...card, attributes })).toEqual({ attributes: { city: "Warsaw", contract: "17" } });
  expect(
    changes(card, {
      ...card,
      attributes: [
        ["city", "Warsaw"],
        ["", ""],
      ],
    }),
  ).toEqual({});
});
