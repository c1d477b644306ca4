/** The skills that somebody here has. */
import { useQuery } from "@tanstack/react-query";

import { api, ask } from "../../../api/client";

export function useSkillNames(): string[] {
  const staff = useQuery({ queryKey: ["staff"], queryFn: () => ask(api.GET("/api/staff")) }).data ?? [];
  return [...new Set(staff.flatMap((each) => Object.keys(each.value.skills ?? {})))].sort();
}
