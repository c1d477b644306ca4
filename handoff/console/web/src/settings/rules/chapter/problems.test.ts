import { describe, expect, it } from "vitest";

import { ApiError } from "../../../api/client";
import { problemsOf, standing, under } from "./problems";

const problems = [
  { field: "rules.1.name", message: "Give the rule a name." },
  { field: "rules.10.when.of.0.values", message: "Name at least one value." },
];

describe("what is wrong with a draft", () => {
  it("is read from a refusal, all of it", () => {
    const body = { code: "invalid", message: "No.", field: "rules.1.name", problems };
    expect(problemsOf(new ApiError(422, body, body))).toEqual(problems);
    expect(problemsOf(new ApiError(409, { code: "stale" }))).toEqual([]);
  });

  it("belongs to the field and what it is in", () => {
    expect(under(problems, "rules.1")).toEqual([problems[0]]);
    expect(under(problems, "rules.10.when")).toEqual([problems[1]]);
  });

  it("stands until the value is another one", () => {
    const refused = { rules: [{ name: "a" }, { name: "" }] };
    const mended = { rules: [{ name: "b" }, { name: "Refunds" }] };
    expect(standing(problems.slice(0, 1), refused, refused)).toHaveLength(1);
    expect(standing(problems.slice(0, 1), refused, mended)).toEqual([]);
  });
});
