/** The fields of an article, with what it will look like beside them. */
import { Select, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useTopicName, useTopics } from "../shared/names";
import classes from "./ArticleEditor.module.css";
import { questionsOf, type Form } from "./form";
import { Markdown } from "./Markdown";

interface Props {
  form: Form;
  /** A refusal of the server, by field. */
  errors: Record<string, string>;
  onChange: (change: Partial<Form>) => void;
}

export function ArticleFields({ form, errors, onChange }: Props) {
  const t = useTranslations("knowledge");
  const topicName = useTopicName();
  const known = useTopics();
  const topics = form.topic && !known.includes(form.topic) ? [...known, form.topic] : known;
  return (
    <>
      <TextInput
        label={t("articleTitle")}
        required
        maxLength={150}
        dir="auto"
        value={form.title}
        error={errors.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <Select
        label={t("topic")}
        description={t("topicHint")}
        placeholder={t("noTopic")}
        clearable
        searchable
        data={topics.map((each) => ({ value: each, label: topicName(each) }))}
        value={form.topic || null}
        error={errors.topic}
        onChange={(topic) => onChange({ topic: topic ?? "" })}
      />
      <Textarea
        label={t("questions")}
        description={t("questionsHint", { count: questionsOf(form.questions).length })}
        autosize
        minRows={3}
        maxRows={9}
        dir="auto"
        value={form.questions}
        error={errors.questions}
        onChange={(event) => onChange({ questions: event.currentTarget.value })}
      />
      <div className={classes.columns}>
        <Textarea
          label={t("body")}
          description={t("bodyHint")}
          required
          autosize
          minRows={12}
          maxLength={20_000}
          dir="auto"
          value={form.body}
          error={errors.body}
          onChange={(event) => onChange({ body: event.currentTarget.value })}
        />
        <section className={classes.preview} aria-label={t("preview")}>
          <Text size="sm" fw={600}>
            {t("preview")}
          </Text>
          <Text size="xs" c="dimmed" mb={5}>
            {t("previewHint")}
          </Text>
          <div className={classes.sheet}>
            <Markdown text={form.body} />
          </div>
        </section>
      </div>
    </>
  );
}
