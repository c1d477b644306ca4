/** What is written as the customer will see it. */
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useChannelName } from "../../shared/names";
import { FormattedText } from "../thread/FormattedText";
import classes from "./Composer.module.css";

export function Preview({ text, conversation }: { text: string; conversation: Conversation }) {
  const t = useTranslations("composer.format");
  const channelName = useChannelName();
  return (
    <section className={classes.preview} aria-label={t("preview")}>
      <FormattedText text={text.trim()} />
      {!conversation.abilities.formats && (
        <Text size="xs" c="dimmed" mt={4}>
          {t("plainOnly", { channel: channelName(conversation.channel) })}
        </Text>
      )}
    </section>
  );
}
