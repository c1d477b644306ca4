/** What becomes of the words on their way: how much of a message they fill, or how many they make, or lose their looks. */
import { Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useChannelName } from "../../shared/names";
import { isFormatted } from "../thread/formatting";
import classes from "./Composer.module.css";
import { partsOf } from "./parts";

const WORTH_TELLING = 0.8;

export function Length({ text, conversation }: { text: string; conversation: Conversation }) {
  const t = useTranslations("composer");
  const format = useFormatter();
  const channelName = useChannelName();
  const { longest_text: longest, formats } = conversation.abilities;
  const parts = longest === null ? 1 : partsOf(text, longest);
  const told =
    parts > 1
      ? t("parts", { count: parts })
      : longest !== null && text.length >= longest * WORTH_TELLING
        ? t("length", { now: format.number(text.length), most: format.number(longest) })
        : !formats && isFormatted(text)
          ? t("format.plainOnly", { channel: channelName(conversation.channel) })
          : "";
  return (
    <Text className={classes.length} size="xs" c={parts > 1 ? "var(--hl-warm)" : "dimmed"} role="status">
      {told}
    </Text>
  );
}
