/** What can be done with a session, as functions that update the screen and explain a refusal. */
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { api, ApiError, ask } from "../api/client";
import { keys } from "../api/queries";
import type { CardForm, Conversation } from "../api/types";
import { useMe } from "../app/session";
import { useComplain, useExplain } from "../shared/problems";

export type Target = { line: string } | { operator: string };

/** What to mend, by field; empty when the refusal was told as a notice. */
export type Refused = Record<string, string>;

export interface HoldForm {
  until: string | null;
  until_reply: boolean;
  reason: string;
}

export interface CloseForm {
  reason: string;
  topic: string;
  comment: string;
}

/** Each function gives null when it is done, else what was refused. */
export function useDesk(id: string) {
  const me = useMe();
  const client = useQueryClient();
  const complain = useComplain();
  const explain = useExplain();
  const t = useTranslations("desk");
  const [busy, setBusy] = useState(false);

  /** `fields` are those of the form that is open: their problems are shown there, all others in a notice. */
  const attempt = useCallback(
    async (call: () => Promise<Conversation>, fields: readonly string[] = []): Promise<Refused | null> => {
      setBusy(true);
      try {
        client.setQueryData(keys.conversation(id), await call());
        return null;
      } catch (error) {
        const refused = problemsOf(error, fields);
        if (Object.keys(refused).length > 0) return refused;
        if (error instanceof ApiError && (error.code === "already_taken" || error.code === "not_yours")) {
          notifications.show({
            color: "amber",
            title: t("tooLate"),
            message: explain(error),
            autoClose: 10_000,
          });
        } else complain(error);
        return {};
      } finally {
        setBusy(false);
        // Won or lost, the lists and the thread have moved on.
        for (const key of [keys.lists, keys.counts, keys.offers, keys.thread(id), keys.conversation(id)]) {
          void client.invalidateQueries({ queryKey: key });
        }
      }
    },
    [client, complain, explain, id, t],
  );

  return useMemo(() => {
    const params = { path: { conversation_id: id } };
    const transfer = (body: Target) =>
      attempt(() => ask(api.POST("/api/conversations/{conversation_id}/transfer", { params, body })));
    return {
      busy,
      take: () => attempt(() => ask(api.POST("/api/conversations/{conversation_id}/accept", { params }))),
      decline: () => attempt(() => ask(api.POST("/api/conversations/{conversation_id}/decline", { params }))),
      /** A supervisor takes a session from a colleague by handing it to themselves. */
      takeOver: () => transfer({ operator: me.id }),
      transfer,
      assign: (operator: string) =>
        attempt(() =>
          ask(api.POST("/api/conversations/{conversation_id}/assign", { params, body: { operator } })),
        ),
      escalate: (reason: string) =>
        attempt(
          () => ask(api.POST("/api/conversations/{conversation_id}/escalate", { params, body: { reason } })),
          ["reason"],
        ),
      hold: (body: HoldForm) =>
        attempt(
          () => ask(api.POST("/api/conversations/{conversation_id}/hold", { params, body })),
          ["until", "reason"],
        ),
      resume: () => attempt(() => ask(api.POST("/api/conversations/{conversation_id}/resume", { params }))),
      /** No level: the table decides again. */
      prioritise: (level: string | null, reason: string) =>
        attempt(
          () =>
            ask(
              api.POST("/api/conversations/{conversation_id}/priority", { params, body: { level, reason } }),
            ),
          ["level", "reason"],
        ),
      describe: (body: CardForm) =>
        attempt(
          () => ask(api.PATCH("/api/conversations/{conversation_id}/card", { params, body })),
          Object.keys(body),
        ),
      giveBack: () =>
        attempt(() => ask(api.POST("/api/conversations/{conversation_id}/give-back", { params }))),
      close: (body: CloseForm) =>
        attempt(
          () => ask(api.POST("/api/conversations/{conversation_id}/close", { params, body })),
          ["topic", "comment"],
        ),
    };
  }, [attempt, busy, id, me.id]);
}

export type Desk = ReturnType<typeof useDesk>;

/** A path such as `attributes.city` belongs to the field it begins with. */
function problemsOf(error: unknown, fields: readonly string[]): Refused {
  if (!(error instanceof ApiError)) return {};
  const told = error.problems.length > 0 ? error.problems : [{ field: error.field, message: error.message }];
  return Object.fromEntries(
    told
      .map(({ field, message }) => [field?.split(".")[0] ?? "", message] as const)
      .filter(([field]) => fields.includes(field))
      .reverse(),
  );
}
