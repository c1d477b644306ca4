import { expect, it } from "vitest";

import { exampleFor } from "./example";

it("has every field that the step looks for in an answer", () => {
  const save = {
    status: "response.body.order.status",
    day: "response.body.order.day == null ? '' : response.body.order.day",
    found: "response.status == 200 && response.body.found",
  };
  expect(exampleFor({ kind: "http", save })).toEqual({ order: { status: "", day: "" }, found: "" });
});

it("is empty where nothing is looked for, or the step is gone", () => {
  expect(exampleFor({ kind: "http", url: "https://example.com" })).toEqual({});
  expect(exampleFor(undefined)).toEqual({});
});
