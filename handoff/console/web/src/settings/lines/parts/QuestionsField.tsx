/** What the bot asks while the line is closed, so that the morning begins with what is needed. */
import { ActionIcon, Button, Input, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { LanguageTexts } from "../../fields/LanguageTexts";
import { replaced, without } from "../../rules/lists";
import type { Question } from "../model";
import type { PartProps } from "./props";
import classes from "./QuestionsField.module.css";

export function QuestionsField({ form: { questions }, change, errorAt, readOnly, languages }: PartProps) {
  const t = useTranslations("lines.questions");
  const set = (index: number, part: Partial<Question>) =>
    change({ questions: replaced(questions, index, { ...(questions[index] as Question), ...part }) });
  return (
    <Input.Wrapper label={t("title")} description={t("hint")} labelElement="div">
      <ol className={classes.questions}>
        {questions.map((each, index) => (
          <li key={index}>
            <LanguageTexts
              label={t("texts")}
              texts={each.texts}
              languages={languages}
              lines={2}
              maxLength={500}
              readOnly={readOnly}
              error={errorAt(`questions.${index}.texts`)}
              onChange={(texts) => set(index, { texts })}
            />
            <div className={classes.keys}>
              <TextInput
                label={t("key")}
                placeholder={t("keyHint")}
                maxLength={60}
                readOnly={readOnly}
                value={each.key}
                error={errorAt(`questions.${index}.key`)}
                onChange={(event) => set(index, { key: event.currentTarget.value })}
              />
              {!readOnly && (
                <ActionIcon
                  size="lg"
                  color="gray"
                  aria-label={t("remove", { key: each.key })}
                  onClick={() => change({ questions: without(questions, index) })}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </div>
          </li>
        ))}
      </ol>
      {!readOnly && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={16} />}
          onClick={() => change({ questions: [...questions, { key: "", texts: {} }] })}
        >
          {t("add")}
        </Button>
      )}
    </Input.Wrapper>
  );
}
