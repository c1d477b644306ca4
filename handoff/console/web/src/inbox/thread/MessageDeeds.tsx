/** What can be done with a message: answering at a press, all else in a menu. */
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconArrowBackUp, IconCopy, IconDots, IconPencil, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useFormatter, useTranslations } from "use-intl";

import type { Message } from "../../api/types";
import { useMe } from "../../app/session";
import { useTicking } from "../../shared/ticking";
import { aims } from "../composer/aim";
import { deedsOf } from "./deeds";
import classes from "./MessageDeeds.module.css";
import { usePlaceInThread } from "./place";

interface Props {
  message: Message;
  opened: boolean;
  onOpen: (opened: boolean) => void;
}

const STEP_MS = 5000;
/** Until then is for ever, to a person. */
const A_MONTH_MS = 30 * 86_400_000;

export function MessageDeeds({ message, opened, onOpen }: Props) {
  const t = useTranslations("deeds");
  const format = useFormatter();
  const me = useMe();
  const clipboard = useClipboard();
  const { conversation, mine, ask } = usePlaceInThread();
  const now = useTicking((at) => at - (at % STEP_MS));
  const may = deedsOf(message, { ...me, mine }, conversation.abilities, now);
  if (!Object.values(may).some(Boolean)) return null;

  const until = (end: number) =>
    end - now > A_MONTH_MS
      ? null
      : t("until", { at: format.dateTime(new Date(end), { dateStyle: "short", timeStyle: "short" }) });
  return (
    <div className={classes.deeds} data-opened={opened}>
      {may.quote && (
        <Tooltip label={t("quote")}>
          <ActionIcon
            size={28}
            color="gray"
            tabIndex={-1}
            aria-label={t("quote")}
            onClick={() => aims.quote(conversation.id, message)}
          >
            <IconArrowBackUp size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      <Menu opened={opened} onChange={onOpen} position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={28} color="gray" tabIndex={-1} aria-label={t("menu")}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {may.quote && (
            <Menu.Item
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => aims.quote(conversation.id, message)}
            >
              {t("quote")}
            </Menu.Item>
          )}
          {may.copy && (
            <Menu.Item
              leftSection={<IconCopy size={16} />}
              onClick={() => clipboard.copy(message.content?.text)}
            >
              {t("copy")}
            </Menu.Item>
          )}
          {may.correct !== null && (
            <Menu.Item
              leftSection={<IconPencil size={16} />}
              rightSection={<Until words={until(may.correct)} />}
              onClick={() => aims.correct(conversation.id, message)}
            >
              {t("correct")}
            </Menu.Item>
          )}
          {may.retry && (
            <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => ask("retry", message)}>
              {t(may.retry === "failed" ? "retry" : "again")}
            </Menu.Item>
          )}
          {may.withdraw !== null && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} />}
              rightSection={<Until words={until(may.withdraw)} />}
              onClick={() => ask("withdraw", message)}
            >
              {t("withdraw")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function Until({ words }: { words: string | null }) {
  return words && <span className={classes.until}>{words}</span>;
}
