/** Reading and changing lines and who belongs to them. */
import { useQueryClient } from "@tanstack/react-query";
import { queryOptions } from "@tanstack/react-query";
import { useMemo } from "react";

import { api, ApiError, ask } from "../../api/client";
import { linesQuery, peopleQuery } from "../../api/queries";
import { factsQuery } from "../rules/conditions/useFacts";
import { readPeople, staffQuery, type StaffView } from "../staff/useStaff";
import type { Kept } from "../useEditor";
import { changedMembers, membersOf, withPart } from "./members";
import { toForm, toLine, type LineForm, type LineRules, type Members } from "./model";

export const lineQuery = (id: string) =>
  queryOptions({ queryKey: ["line-settings", id], queryFn: () => readLine(id) });

/** A line comes whole; only what is sent may leave out fields. */
async function readLine(id: string): Promise<LineRules> {
  const { value } = await ask(api.GET("/api/lines/{line_id}", { params: { path: { line_id: id } } }));
  return value as LineRules;
}

export function kept(line: LineRules, staff: readonly StaffView[]): Kept<LineForm> {
  return { version: line.version, form: toForm(line, membersOf(line.id, staff)) };
}

export function useLineChanges() {
  const client = useQueryClient();
  return useMemo(() => {
    const refresh = async () => {
      await client.invalidateQueries({ queryKey: staffQuery.queryKey });
      void client.invalidateQueries({ queryKey: peopleQuery.queryKey });
      void client.invalidateQueries({ queryKey: linesQuery.queryKey });
      void client.invalidateQueries({ queryKey: factsQuery.queryKey });
      // The one that took the rest till now has changed, too.
      void client.invalidateQueries({ queryKey: ["line-settings"] });
    };
    const reread = async (id: string): Promise<Kept<LineForm>> =>
      kept(await readLine(id), await readPeople());
    return {
      reread,
      add: async (line: LineRules): Promise<void> => {
        await ask(api.POST("/api/lines", { body: { base: 0, value: line } }));
        await refresh();
      },
      /** People first: that may be said again without harm, should the line be refused. */
      save: async (form: LineForm, base: number): Promise<Kept<LineForm>> => {
        await saveMembers(form.id, form.members);
        const { value } = await ask(
          api.PUT("/api/lines/{line_id}", {
            params: { path: { line_id: form.id } },
            body: { base, value: toLine(form, base) },
          }),
        );
        const next = kept(value as LineRules, await readPeople());
        client.setQueryData(lineQuery(form.id).queryKey, value as LineRules);
        await refresh();
        return next;
      },
      archive: async (id: string): Promise<void> => {
        await ask(api.DELETE("/api/lines/{line_id}", { params: { path: { line_id: id } } }));
        await refresh();
      },
    };
  }, [client]);
}

/** Only the part in this line is changed, on what is kept of each person just now. */
async function saveMembers(line: string, members: Members): Promise<void> {
  const people = await readPeople();
  for (const id of changedMembers(membersOf(line, people), members)) {
    const person = people.find((each) => each.id === id);
    if (person) await savePart(person, line, members);
  }
}

async function savePart(person: StaffView, line: string, members: Members, tries = 2): Promise<void> {
  const call = api.PUT("/api/staff/{operator_id}", {
    params: { path: { operator_id: person.id } },
    body: { base: person.version, value: withPart(person.value, line, members, person.id) },
  });
  try {
    await ask(call);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "stale" && tries > 0)) throw error;
    const now = (await readPeople()).find((each) => each.id === person.id);
    if (now) await savePart(now, line, members, tries - 1);
  }
}
