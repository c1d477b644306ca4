/** Where it goes, and each rule in turn: did it match, and if not, where it failed. */
import { Badge, Text } from "@mantine/core";
import { IconArrowNarrowRight, IconCheck, IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useLineReason } from "../../../inbox/why/useReasons";
import { useLineName } from "../../../shared/names";
import { sayOutcome } from "../conditions/say";
import { useWords } from "../conditions/useFacts";
import classes from "./tester.module.css";
import { TraceTree } from "./TraceTree";
import type { Tried } from "./useTester";

export function RulesResult({ tried }: { tried: Tried }) {
  const t = useTranslations("rules.tester");
  const lineName = useLineName();
  const lineReason = useLineReason();
  const words = useWords();
  const { routed } = tried;
  const asked = sayOutcome(
    {
      line: null,
      skills: routed.skills ?? {},
      priority: routed.priority ?? null,
      operator: routed.operator ?? null,
      same_operator: routed.same_operator,
      effort: routed.effort === 1 ? null : routed.effort,
      tags: routed.tags,
    },
    words,
  );
  return (
    <>
      <section>
        <h3>{t("line")}</h3>
        <div className={classes.big}>
          <IconArrowNarrowRight size={20} aria-hidden /> {lineName(routed.line)}
        </div>
        <Text size="sm" c="dimmed">
          {lineReason(routed.why_line)}
        </Text>
        {asked.length > 0 && <Text size="sm">{t("asks", { what: asked.join(", ") })}</Text>}
      </section>
      <section>
        <h3>{t("rules")}</h3>
        {tried.rules.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("noRules")}
          </Text>
        )}
        <ol className={classes.rows}>
          {tried.rules.map((rule) => (
            <li key={rule.id}>
              <details className={classes.rule}>
                <summary>
                  {rule.trace.holds ? (
                    <IconCheck size={16} className={`${classes.mark} ${classes.yes}`} aria-hidden />
                  ) : (
                    <IconX size={16} className={`${classes.mark} ${classes.no}`} aria-hidden />
                  )}
                  <Text component="span" size="sm" flex={1} fw={rule.counts ? 620 : undefined}>
                    {rule.name}
                  </Text>
                  <Badge
                    size="sm"
                    variant="light"
                    tt="none"
                    color={rule.counts ? "helpline" : rule.matches ? "amber" : "gray"}
                  >
                    {t(`outcome.${outcomeOf(rule)}`)}
                  </Badge>
                </summary>
                <TraceTree trace={rule.trace} />
              </details>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function outcomeOf(rule: Tried["rules"][number]) {
  if (rule.counts) return "counts";
  if (rule.matches) return "tooLate";
  if (!rule.enabled) return "off";
  return "no";
}
