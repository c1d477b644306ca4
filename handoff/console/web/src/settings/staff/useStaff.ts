/** Reading and changing the people who work here. */
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { api, ask } from "../../api/client";
import { meQuery, peopleQuery } from "../../api/queries";
import type { components } from "../../api/schema";
import { factsQuery } from "../rules/conditions/useFacts";

export type StaffView = components["schemas"]["StaffView"];
export type StaffCard = components["schemas"]["StaffCard"];

export const readPeople = () => ask(api.GET("/api/staff"));

export const staffQuery = queryOptions({ queryKey: ["staff"], queryFn: readPeople });

export function useStaffChanges() {
  const client = useQueryClient();
  return useMemo(() => {
    const at = (id: string) => ({ path: { operator_id: id } });
    const after = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
      const answer = await call;
      await client.invalidateQueries({ queryKey: staffQuery.queryKey });
      for (const { queryKey } of [peopleQuery, meQuery, factsQuery])
        void client.invalidateQueries({ queryKey });
      return answer;
    };
    return {
      /** With the password that was made: it is never shown again. */
      add: (value: StaffCard) => after(ask(api.POST("/api/staff", { body: { value } }))),
      save: (id: string, value: StaffCard, base: number) =>
        after(ask(api.PUT("/api/staff/{operator_id}", { params: at(id), body: { base, value } }))),
      newPassword: (id: string) =>
        after(ask(api.POST("/api/staff/{operator_id}/password", { params: at(id), body: {} }))),
      deactivate: (id: string) =>
        after(ask(api.POST("/api/staff/{operator_id}/deactivate", { params: at(id) }))),
      activate: (id: string) => after(ask(api.POST("/api/staff/{operator_id}/activate", { params: at(id) }))),
    };
  }, [client]);
}
