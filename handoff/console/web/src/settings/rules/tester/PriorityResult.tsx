/** How urgent it would be, and which rows made it so. */
import { Badge, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { usePreferences } from "../../../app/preferences";
import { useScheme } from "../chapter/useChapter";
import { sayCondition } from "../conditions/say";
import { useWords } from "../conditions/useFacts";
import type { Scheme } from "../model";
import { levelColor } from "../priority/colors";
import { levelLabel, signed } from "../priority/lines";
import classes from "./tester.module.css";
import type { Tried } from "./useTester";

/** `draft` is the scheme that it was tried on, when it is not the one in force. */
export function PriorityResult({ tried, draft }: { tried: Tried; draft?: Scheme | undefined }) {
  const t = useTranslations("rules.tester");
  const { language } = usePreferences();
  const words = useWords();
  const inForce = useScheme();
  const scheme = draft ?? inForce;
  const { priority, routed } = tried;
  const level = scheme?.levels.find((each) => each.id === priority.level);
  return (
    <section>
      <h3>{t("priority")}</h3>
      <div className={classes.big}>
        <Badge size="lg" tt="none" variant="light" color={levelColor(level?.color)}>
          {level ? levelLabel(level, language) : priority.level}
        </Badge>
        {t("points", { points: priority.points })}
      </div>
      <ul className={classes.rows}>
        {priority.parts.map((part) => {
          const row = scheme?.table.find((each) => each.id === part.row);
          return (
            <li key={part.row} className={classes.pair}>
              <span>{row ? sayCondition(row.when, words) : t("waiting")}</span>
              <span>{signed(part.points)}</span>
            </li>
          );
        })}
      </ul>
      {priority.parts.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("noPoints")}
        </Text>
      )}
      {routed.priority && (
        <Text size="sm" c="dimmed">
          {t("leastByRule", { level: words.level(routed.priority) })}
        </Text>
      )}
    </section>
  );
}
