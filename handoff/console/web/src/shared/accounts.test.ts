import { expect, it } from "vitest";

import { sourcesOf, titleOf } from "./accounts";

const accounts = [
  { channel: "telegram", account: "main", title: "Telegram" },
  { channel: "telegram", account: "shop", title: "Shop" },
  { channel: "email", account: "main", title: "Post" },
];

it.each([
  ["telegram:shop:77", "Shop"],
  ["telegram:main:77", "Telegram"],
  ["telegram:gone:77", "gone"],
  ["email:main:ada@example.com", null],
  ["site:main:1", null],
])("names the account of %s: %s", (conversation, title) => {
  expect(titleOf(accounts, conversation)).toBe(title);
});

it("offers each messenger, and its accounts where there are several", () => {
  expect(sourcesOf(accounts, (channel) => channel.toUpperCase())).toEqual([
    { value: "telegram", label: "TELEGRAM" },
    { value: "telegram:main", label: "TELEGRAM – Telegram" },
    { value: "telegram:shop", label: "TELEGRAM – Shop" },
    { value: "email", label: "EMAIL" },
  ]);
});
