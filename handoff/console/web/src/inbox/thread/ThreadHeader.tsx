/** Who the thread is with, who holds it, and what can be done with it. */
import { ActionIcon, Button, Menu, Text, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconArrowsExchange,
  IconCheck,
  IconDots,
  IconHandGrab,
  IconLayoutSidebarRight,
} from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useMe } from "../../app/session";
import { Ago } from "../../shared/Ago";
import { Face } from "../../shared/Face";
import { useChannelName, useCustomerName, useLineName, usePersonName } from "../../shared/names";
import type { Dialog } from "../ConversationPane";
import type { Allowed } from "../rules";
import { useReasonName } from "../wording";
import classes from "./ThreadHeader.module.css";

interface Props {
  conversation: Conversation;
  may: Allowed;
  busy: boolean;
  contextShown: boolean;
  onTake: () => void;
  onDialog: (dialog: Dialog) => void;
  onContext: () => void;
  onBack: () => void;
}

export function ThreadHeader({
  conversation,
  may,
  busy,
  contextShown,
  onTake,
  onDialog,
  onContext,
  onBack,
}: Props) {
  const t = useTranslations("desk");
  const channelName = useChannelName();
  const name = useCustomerName()(conversation);
  return (
    <header className={classes.header}>
      <ActionIcon className={classes.back} size="lg" color="gray" aria-label={t("back")} onClick={onBack}>
        <IconArrowLeft size={20} />
      </ActionIcon>
      <Face name={name} channel={conversation.channel} size={36} />
      <div className={classes.who}>
        <h2 className={classes.name} dir="auto">
          {name}
        </h2>
        <Text size="xs" c="dimmed" truncate>
          {channelName(conversation.channel)} · <Standing conversation={conversation} />
        </Text>
      </div>
      <div className={classes.actions}>
        {may.take && (
          <Button
            size="compact-md"
            variant={may.take === "waiting" ? "filled" : "light"}
            leftSection={<IconHandGrab size={16} />}
            loading={busy}
            onClick={onTake}
          >
            {t(`take.${may.take}`)}
          </Button>
        )}
        <div className={classes.roomy}>
          {may.transferToLine && (
            <Tooltip label={t("transferHint")}>
              <Button
                size="compact-md"
                variant="default"
                leftSection={<IconArrowsExchange size={16} />}
                onClick={() => onDialog("transfer")}
              >
                {t("transfer")}
              </Button>
            </Tooltip>
          )}
          {may.giveBack && (
            <Tooltip label={t("giveBack")}>
              <ActionIcon
                variant="default"
                size={30}
                aria-label={t("giveBack")}
                onClick={() => onDialog("giveBack")}
              >
                <IconArrowBackUp size={17} />
              </ActionIcon>
            </Tooltip>
          )}
          {may.close && (
            <Button
              size="compact-md"
              variant="default"
              leftSection={<IconCheck size={16} />}
              onClick={() => onDialog("close")}
            >
              {t("close")}
            </Button>
          )}
        </div>
        {(may.transferToLine || may.giveBack || may.close) && (
          <div className={classes.tight}>
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <ActionIcon size="lg" color="gray" aria-label={t("more")}>
                  <IconDots size={20} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {may.transferToLine && (
                  <Menu.Item
                    leftSection={<IconArrowsExchange size={16} />}
                    onClick={() => onDialog("transfer")}
                  >
                    {t("transfer")}
                  </Menu.Item>
                )}
                {may.giveBack && (
                  <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => onDialog("giveBack")}>
                    {t("giveBack")}
                  </Menu.Item>
                )}
                {may.close && (
                  <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => onDialog("close")}>
                    {t("close")}
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          </div>
        )}
        <Tooltip label={t("context")}>
          <ActionIcon
            size={30}
            color={contextShown ? "helpline" : "gray"}
            aria-label={t("context")}
            aria-pressed={contextShown}
            onClick={onContext}
          >
            <IconLayoutSidebarRight size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}

function Standing({ conversation: { session } }: { conversation: Conversation }) {
  const t = useTranslations("desk");
  const me = useMe();
  const lineName = useLineName();
  const personName = usePersonName();
  const reasonName = useReasonName();
  switch (session.state) {
    case "waiting":
      return (
        <>
          {t("standing.waiting", { line: lineName(session.line) })} <Ago at={session.since} duration />
        </>
      );
    case "with_operator":
      return session.operator === me.id
        ? t("standing.mine", { line: lineName(session.line) })
        : t("standing.colleague", { name: personName(session.operator), line: lineName(session.line) });
    case "with_bot":
      return t("standing.bot");
    case "closed":
      return `${t("standing.closed")} · ${reasonName(session.reason)}`;
  }
}
