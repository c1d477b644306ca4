/** Above the field: which message is answered, or which one gets other words. */
import { ActionIcon, Text } from "@mantine/core";
import { IconArrowBackUp, IconPencil, IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useCustomerName } from "../../shared/names";
import { useSnippet } from "../thread/useSnippet";
import { aims, type Aim } from "./aim";
import classes from "./Composer.module.css";

export function AimBar({ conversation, aim }: { conversation: Conversation; aim: Aim }) {
  const t = useTranslations("composer.aim");
  const thread = useTranslations("thread");
  const customer = useCustomerName()(conversation);
  const snippet = useSnippet();
  const { side, author_name } = aim.message;
  const speaker =
    side === "customer" ? customer : side === "bot" ? thread("bot") : (author_name ?? thread("operator"));
  const Sign = aim.kind === "quote" ? IconArrowBackUp : IconPencil;
  return (
    <div className={classes.aim} role="status">
      <Sign size={18} aria-hidden />
      <div className={classes.aimed}>
        <Text size="xs" fw={600}>
          {aim.kind === "quote" ? t("quote", { speaker }) : t("correct")}
        </Text>
        <Text size="xs" c="dimmed" truncate dir="auto">
          {snippet(aim.message)}
        </Text>
      </div>
      <ActionIcon
        color="gray"
        aria-label={t(aim.kind === "quote" ? "dropQuote" : "dropCorrect")}
        onClick={() => aims.set(conversation.id, null)}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
