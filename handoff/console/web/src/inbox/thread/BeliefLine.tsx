/** What the bot took a message for: a quiet line, with its reasons behind it. */
import { Collapse, Progress, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronRight, IconSparkles } from "@tabler/icons-react";
import { Fragment } from "react";
import { Link } from "react-router";
import { useFormatter, useTranslations } from "use-intl";

import type { Belief } from "../../api/types";
import { useTopicName } from "../../shared/names";
import { useIntentName } from "../wording";
import classes from "./BeliefLine.module.css";

export function BeliefLine({ belief }: { belief: Belief }) {
  const t = useTranslations("belief");
  const format = useFormatter();
  const intentName = useIntentName();
  const topicName = useTopicName();
  const [opened, { toggle }] = useDisclosure(false);
  const percent = (share: number) => format.number(share, { style: "percent", maximumFractionDigits: 0 });
  const { ranking = [], articles = [] } = belief;
  return (
    <div className={classes.belief}>
      <UnstyledButton className={classes.line} aria-expanded={opened} onClick={toggle}>
        <IconSparkles size={12} aria-hidden />
        {intentName(belief.intent)} · {percent(belief.confidence)}
        {belief.topic && belief.topic !== belief.intent && ` · ${topicName(belief.topic)}`}
        <IconChevronRight size={12} className={classes.turn} data-open={opened} aria-hidden />
      </UnstyledButton>
      <Collapse expanded={opened}>
        <div className={classes.why}>
          {ranking.length > 0 && <h4>{t("ranking")}</h4>}
          <div className={classes.table}>
            {ranking.map(([intent, confidence]) => (
              <Fragment key={intent}>
                <span>{intentName(intent)}</span>
                <Progress size={5} value={confidence * 100} color="helpline" aria-hidden />
                <span>{percent(confidence)}</span>
              </Fragment>
            ))}
          </div>
          {articles.length > 0 && <h4>{t("articles")}</h4>}
          <div className={classes.table}>
            {articles.map(([id, title, score]) => (
              <Fragment key={id}>
                <Link to={`/knowledge/${encodeURIComponent(id)}`}>{title}</Link>
                <Progress size={5} value={score * 100} color="amber" aria-hidden />
                <span>{format.number(score, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}</span>
              </Fragment>
            ))}
          </div>
        </div>
      </Collapse>
    </div>
  );
}
