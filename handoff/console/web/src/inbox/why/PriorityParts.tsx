/** Why a session is as urgent as it is: a person's word, or the rows of the table that apply, each in a sentence. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "use-intl";

import { api, ask } from "../../api/client";
import type { Priority } from "../../api/types";
import { sayCondition } from "../../settings/rules/conditions/say";
import { useWords } from "../../settings/rules/conditions/useFacts";
import type { Scheme } from "../../settings/rules/model";
import { usePersonName } from "../../shared/names";
import { useLevelName } from "../marks/levels";
import classes from "./Why.module.css";

const schemeQuery = queryOptions({
  queryKey: ["scheme"],
  // The document leaves out what a condition may leave out; the server always says it.
  queryFn: async () => (await ask(api.GET("/api/priority"))) as unknown as Scheme,
  staleTime: 60_000,
});

/** How a part that is no row of the table is stored. */
const WAITING = "waiting";

export function PriorityParts({ priority }: { priority: Priority }) {
  const t = useTranslations("why.priority");
  const format = useFormatter();
  const words = useWords();
  const personName = usePersonName();
  const levelName = useLevelName();
  const { data: scheme } = useQuery(schemeQuery);
  const { override, least, parts, points } = priority;

  const condition = (row: string) => {
    if (row === WAITING) return t("waiting");
    const found = scheme?.table.find((each) => each.id === row);
    return found ? sayCondition(found.when, words) : t("gone");
  };
  return (
    <div className={classes.parts}>
      {override && <p>{t("override", { by: personName(override.by), reason: override.reason })}</p>}
      <p>{parts.length > 0 ? t("table", { points }) : t("nothing")}</p>
      {parts.length > 0 && (
        <ul>
          {parts.map((part) => (
            <li key={part.row}>
              {t("part", {
                points: format.number(part.points, { signDisplay: "exceptZero" }),
                condition: condition(part.row),
              })}
            </li>
          ))}
        </ul>
      )}
      {least && <p>{t("least", { level: levelName(least) })}</p>}
    </div>
  );
}
