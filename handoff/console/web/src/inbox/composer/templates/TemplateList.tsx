/** The approved texts, to be searched; those that cannot be sent say why. */
import { Badge, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { Conversation, Template } from "../../../api/types";
import { usePreferences } from "../../../app/preferences";
import { matchingTemplates } from "./filling";
import { TemplateText } from "./TemplateText";
import classes from "./Templates.module.css";

interface Props {
  conversation: Conversation;
  all: Template[];
  onChoose: (template: Template) => void;
}

export function TemplateList({ conversation, all, onChoose }: Props) {
  const t = useTranslations("composer.template");
  const { language } = usePreferences();
  const [sought, setSought] = useState("");
  const found = matchingTemplates(all, sought, [conversation.customer.language, language]);
  if (all.length === 0) return <p className={classes.none}>{t("none")}</p>;
  return (
    <>
      <TextInput
        size="sm"
        leftSection={<IconSearch size={15} />}
        aria-label={t("search")}
        placeholder={t("search")}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
      />
      {found.length === 0 && <p className={classes.none}>{t("nothing")}</p>}
      <ul className={classes.list} aria-label={t("title")}>
        {found.map((each) => (
          <li key={`${each.name} ${each.language}`}>
            <UnstyledButton className={classes.item} disabled={!each.usable} onClick={() => onChoose(each)}>
              <span className={classes.name}>
                {each.name}
                <Badge size="xs" variant="light" color="gray">
                  {each.language}
                </Badge>
                {each.quality === "RED" && (
                  <Badge size="xs" variant="light" color="red" tt="none">
                    {t("disliked")}
                  </Badge>
                )}
              </span>
              <span className={classes.short}>
                <TemplateText text={each.body} values={{}} />
              </span>
              {each.obstacle && (
                <Text component="span" size="xs" c="var(--hl-warm)">
                  {t(`obstacle.${each.obstacle}`)}
                </Text>
              )}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </>
  );
}
