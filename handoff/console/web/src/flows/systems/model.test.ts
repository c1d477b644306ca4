import { expect, it } from "vitest";

import { freshSecret, isId, toForm, toValue } from "./model";

const view = {
  processes: [{ id: "refund", url: "https://erp.example.com/start", has_secret: true }],
  hooks: [{ id: "orders", url: "https://help.example.com/hooks/orders", has_secret: true }],
  private_hosts: ["erp.local"],
  version: 4,
};

it("keeps the secrets that were not written anew", () => {
  expect(toValue(toForm(view))).toEqual({
    processes: [{ id: "refund", url: "https://erp.example.com/start", secret: null }],
    hooks: [{ id: "orders", secret: null }],
    private_hosts: ["erp.local"],
  });
});

it("sends a secret that was written", () => {
  const form = toForm(view);
  const hooks = form.hooks.map((each) => ({ ...each, secret: "0123456789abcdef" }));
  expect(toValue({ ...form, hooks }).hooks).toEqual([{ id: "orders", secret: "0123456789abcdef" }]);
});

it("makes secrets that are long enough, and never the same", () => {
  expect(freshSecret()).toMatch(/^[0-9a-f]{64}$/);
  expect(freshSecret()).not.toBe(freshSecret());
});

it.each([
  ["orders", true],
  ["erp-2_x", true],
  ["", false],
  ["Orders", false],
  ["-orders", false],
])("takes %j for an id: %s", (text, good) => {
  expect(isId(text)).toBe(good);
});
