import { expect, test } from "vitest";

import { isConfirmed } from "./confirmed";

const VERIFIED = ["phone:+48500600700", "email:Ada@example.com"];

test.each([
  ["phone", "+48 500 600 700", true],
  ["phone", "0048500600700", true],
  ["phone", "500600700", false],
  ["email", "Ada@Example.com", true],
  ["email", "ada@example.com", false],
  ["email", "+48500600700", false],
] as const)("a %s written as %s is confirmed: %s", (kind, text, confirmed) => {
  expect(isConfirmed(VERIFIED, kind, text)).toBe(confirmed);
});

test("nothing is confirmed by nothing", () => {
  expect(isConfirmed([], "phone", "")).toBe(false);
});
