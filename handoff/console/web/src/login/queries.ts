/** Where this browser stands on its way in. */
import { queryOptions } from "@tanstack/react-query";

import { api, ask } from "../api/client";
import type { components } from "../api/schema";
import type { Me } from "../api/types";

export type WayIn = components["schemas"]["WayInView"];

export const wayInQuery = queryOptions({
  queryKey: ["way-in"],
  queryFn: () => ask(api.GET("/api/login")),
});

/** What a step led to: in, or on to the next one. */
export function isIn(answer: Me | WayIn): answer is Me {
  return !("lacks" in answer);
}
