/** One's own account: the second factor, and where one is signed in. */
import { queryOptions } from "@tanstack/react-query";

import { api, ask } from "../api/client";
import type { components } from "../api/schema";

export type LoginRow = components["schemas"]["LoginRow"];
export type Factor = components["schemas"]["FactorView"];

export const factorQuery = queryOptions({
  queryKey: ["second-factor"],
  queryFn: () => ask(api.GET("/api/me/second-factor")),
});

export const loginsQuery = queryOptions({
  queryKey: ["logins"],
  queryFn: () => ask(api.GET("/api/me/logins")),
});
