/** One approved text: its places to fill, how it will read, and the button that sends it. */
import { Button, Group, Text, TextInput } from "@mantine/core";
import { IconArrowLeft, IconSend2 } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { Conversation, Template } from "../../../api/types";
import { TemplateText } from "./TemplateText";
import classes from "./Templates.module.css";
import { useSendTemplate, type Wrong } from "./useTemplates";

interface Props {
  conversation: Conversation;
  template: Template;
  onBack: () => void;
  onSent: () => void;
}

export function TemplateFields({ conversation, template, onBack, onSent }: Props) {
  const t = useTranslations("composer.template");
  const [values, setValues] = useState<Record<string, string>>({});
  const [wrong, setWrong] = useState<Wrong>({});
  const { busy, send } = useSendTemplate(conversation.id);
  const { header, body, footer, places } = template;

  const label = (place: string) => {
    const [, heading, number] = /^(header_)?(\d+)$/.exec(place) ?? [];
    return number ? t(heading ? "headingPlace" : "place", { number }) : place;
  };

  const submit = async () => {
    const missing = places.filter((place) => !values[place]?.trim());
    if (missing.length > 0) return setWrong(Object.fromEntries(missing.map((each) => [each, t("missing")])));
    const refused = await send(template, values);
    if (refused) setWrong(refused);
    else onSent();
  };

  return (
    <form
      className={classes.filling}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className={classes.fields}>
        {places.map((place, index) => (
          <TextInput
            key={place}
            size="sm"
            label={label(place)}
            data-autofocus={index === 0}
            autoFocus={index === 0}
            autoComplete="off"
            dir="auto"
            maxLength={1024}
            value={values[place] ?? ""}
            error={wrong[place]}
            onChange={(event) => {
              setValues({ ...values, [place]: event.currentTarget.value });
              setWrong({ ...wrong, [place]: "" });
            }}
          />
        ))}
      </div>
      <section className={classes.preview} aria-label={t("preview")} dir="auto">
        {header && (
          <strong>
            <TemplateText text={header} values={values} />
          </strong>
        )}
        <p>
          <TemplateText text={body} values={values} />
        </p>
        {footer && <small>{footer}</small>}
      </section>
      {wrong[""] && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {wrong[""]}
        </Text>
      )}
      <Group justify="space-between">
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          leftSection={<IconArrowLeft size={16} />}
          onClick={onBack}
        >
          {t("others")}
        </Button>
        <Button type="submit" size="compact-md" leftSection={<IconSend2 size={16} />} loading={busy}>
          {t("send")}
        </Button>
      </Group>
    </form>
  );
}
