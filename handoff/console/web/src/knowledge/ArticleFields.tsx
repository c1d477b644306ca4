/** The fields of an article, with what it will look like beside them. */
import { Autocomplete, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { readable, useTopicName, useTopics } from "../shared/names";
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
  const topics = useTopics();
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
      <Autocomplete
        label={t("topic")}
        description={t("topicHint")}
        data={topics}
        renderOption={({ option }) => (
          <Text size="sm">
            {topicName(option.value)}{" "}
            {topicName(option.value) !== readable(option.value) && (
              <Text span size="xs" c="dimmed">
                {option.value}
              </Text>
            )}
          </Text>
        )}
        value={form.topic}
        error={errors.topic}
        onChange={(topic) => onChange({ topic })}
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
          <Text size="sm" fw={500}>
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
