/** An article for those who only read: what customers are told, or the draft when there is nothing else. */
import { Badge, Group, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { Article } from "../api/types";
import { useLanguageName, useTopicName } from "../shared/names";
import { BackToList } from "./BackToList";
import classes from "./ArticleEditor.module.css";
import { Markdown } from "./Markdown";
import { StatusBadge } from "./StatusBadge";

export function ArticleReader({ article }: { article: Article }) {
  const t = useTranslations("knowledge");
  const topicName = useTopicName();
  const languageName = useLanguageName();
  const wording = article.published ?? article.wording;
  return (
    <>
      <header className={classes.head}>
        <BackToList />
        <h2 className={classes.title} dir="auto">
          {wording.title}
        </h2>
        <StatusBadge status={article.status} changed={false} />
      </header>
      <div className={classes.scroll}>
        <article className={classes.sheet}>
          <Group gap={6} mb="sm">
            <Badge variant="light" color="gray" tt="none">
              {languageName(article.language)}
            </Badge>
            {wording.topic && (
              <Badge variant="light" color="gray" tt="none">
                {topicName(wording.topic)}
              </Badge>
            )}
          </Group>
          <Markdown text={wording.body} />
          {wording.questions.length > 0 && (
            <>
              <Text size="xs" fw={650} c="dimmed" mt="lg" mb={4}>
                {t("questions")}
              </Text>
              <ul className={classes.questions}>
                {wording.questions.map((each) => (
                  <li key={each} dir="auto">
                    {each}
                  </li>
                ))}
              </ul>
            </>
          )}
        </article>
      </div>
    </>
  );
}
