/** What it would be promised. */
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { usePreferences } from "../../../app/preferences";
import { saidDuration } from "../sla/duration";
import classes from "./tester.module.css";
import type { Tried } from "./useTester";

export function PromisesResult({ tried }: { tried: Tried }) {
  const t = useTranslations("rules.tester");
  const targets = useTranslations("clocks.target");
  const statuses = useTranslations("clocks.status");
  const { language } = usePreferences();
  return (
    <section>
      <h3>{t("promises")}</h3>
      <Text size="sm" c={tried.policy ? undefined : "dimmed"}>
        {tried.policy ? t("policy", { name: tried.policy }) : t("noPolicy")}
      </Text>
      <ul className={classes.rows}>
        {tried.promises.map(({ target, status, limit }) => (
          <li key={`${target} ${status}`} className={classes.pair}>
            <span>
              {targets(target)}
              {status && `: ${statuses(status)}`}
            </span>
            <span>{saidDuration(limit, language)}</span>
          </li>
        ))}
      </ul>
      {tried.policy && tried.promises.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("noPromises")}
        </Text>
      )}
    </section>
  );
}
