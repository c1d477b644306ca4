import { expect, test } from "vitest";

import { readReturn } from "./returning";

const pathname = "/console/single-sign-on";

test("a code and a state are read where the other system sends people", () => {
  expect(readReturn({ pathname, search: "?code=a%2Bb&state=c&iss=x" })).toEqual({ code: "a+b", state: "c" });
});

test.each([
  { pathname, search: "" },
  { pathname, search: "?error=access_denied&state=c" },
  { pathname: "/console/inbox/mine", search: "?code=a&state=c" },
])("$pathname$search is no return", (place) => {
  expect(readReturn(place)).toBeNull();
});
