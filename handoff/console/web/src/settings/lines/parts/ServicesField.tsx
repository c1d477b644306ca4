/** The line's entries in the catalogue that customers choose from. */
import { ActionIcon, Autocomplete, Button, Input, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useTopics } from "../../../shared/names";
import { LanguageTexts } from "../../fields/LanguageTexts";
import { StepButtons } from "../../fields/StepButtons";
import { moved, replaced, without } from "../../rules/lists";
import type { Service } from "../model";
import type { PartProps } from "./props";
import classes from "./QuestionsField.module.css";

const KINDS = ["request", "question", "problem", "complaint"];

export function ServicesField({
  form: { services, internal },
  change,
  errorAt,
  readOnly,
  languages,
}: PartProps) {
  const t = useTranslations("lines.services");
  const topics = useTopics();
  const set = (index: number, part: Partial<Service>) =>
    change({
      services: replaced(services, index, { ...(services[index] as Service), ...part }),
    });
  const move = (from: number, to: number) => change({ services: moved(services, from, to) });
  return (
    <Input.Wrapper label={t("title")} description={t(internal ? "hintInternal" : "hint")} labelElement="div">
      <ol className={classes.questions}>
        {services.map((each, index) => (
          <li key={index}>
            <LanguageTexts
              label={t("names")}
              texts={each.names}
              languages={languages}
              maxLength={100}
              readOnly={readOnly}
              error={errorAt(`services.${index}.names`)}
              onChange={(names) => set(index, { names })}
            />
            <div className={classes.keys}>
              <TextInput
                label={t("id")}
                maxLength={40}
                readOnly={readOnly}
                value={each.id}
                error={errorAt(`services.${index}.id`)}
                onChange={(event) => set(index, { id: event.currentTarget.value })}
              />
              <Autocomplete
                label={t("kind")}
                data={KINDS}
                readOnly={readOnly}
                value={each.kind}
                error={errorAt(`services.${index}.kind`)}
                onChange={(kind) => set(index, { kind })}
              />
              <Autocomplete
                label={t("topic")}
                data={topics}
                readOnly={readOnly}
                value={each.topic ?? ""}
                error={errorAt(`services.${index}.topic`)}
                onChange={(topic) => set(index, { topic: topic || null })}
              />
              {!readOnly && <StepButtons index={index} of={services.length} name={each.id} onMove={move} />}
              {!readOnly && (
                <ActionIcon
                  size="lg"
                  color="gray"
                  aria-label={t("remove", { id: each.id })}
                  onClick={() => change({ services: without(services, index) })}
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
          onClick={() =>
            change({ services: [...services, { id: "", names: {}, kind: "request", topic: null }] })
          }
        >
          {t("add")}
        </Button>
      )}
    </Input.Wrapper>
  );
}
