/** Who the thread is with, who holds it, how urgent it is, and what can be done with it. */
import { ActionIcon, Button, Menu, Text, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconDots, IconHandGrab, IconLayoutSidebarRight } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useAccountTitle } from "../../shared/accounts";
import { Face } from "../../shared/Face";
import { useChannelName, useCustomerName } from "../../shared/names";
import { movesOf, type Move } from "../actions/moves";
import { FirstClock, SessionMarks } from "../marks/SessionMarks";
import { Standing } from "../marks/Standing";
import type { Allowed } from "../rules";
import classes from "./ThreadHeader.module.css";

interface Props {
  conversation: Conversation;
  may: Allowed;
  busy: boolean;
  contextShown: boolean;
  onTake: () => void;
  onDecline: () => void;
  onMove: (move: Move) => void;
  onContext: () => void;
  onBack: () => void;
}

export function ThreadHeader(props: Props) {
  const { conversation, may, busy, contextShown, onTake, onDecline, onMove, onContext, onBack } = props;
  const t = useTranslations("desk");
  const channelName = useChannelName();
  const name = useCustomerName()(conversation);
  const account = useAccountTitle()(conversation.id);
  const moves = movesOf(may);
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
          {[channelName(conversation.channel), account].filter(Boolean).join(" – ")} ·{" "}
          <Standing session={conversation.session} long />
        </Text>
        <div className={classes.marks}>
          <FirstClock row={conversation} />
          <SessionMarks session={conversation.session} />
        </div>
      </div>
      <div className={classes.actions}>
        {may.take && (
          <Button
            classNames={{ label: classes.take, section: classes.hand }}
            size="compact-md"
            variant={may.take === "waiting" || may.take === "offer" ? "filled" : "light"}
            leftSection={<IconHandGrab size={16} />}
            loading={busy}
            onClick={onTake}
          >
            {t(`take.${may.take}`)}
          </Button>
        )}
        {may.decline && (
          <Button size="compact-md" variant="default" disabled={busy} onClick={onDecline}>
            {t("decline")}
          </Button>
        )}
        <div className={classes.roomy}>
          {moves
            .filter((each) => each.button)
            .map((each) => (
              <Button
                key={each.name}
                classNames={{ root: classes.move, label: classes.label, section: classes.sign }}
                size="compact-md"
                variant="default"
                title={t(each.name)}
                leftSection={<each.icon size={16} />}
                onClick={() => onMove(each)}
              >
                {t(each.name)}
              </Button>
            ))}
        </div>
        {moves.length > 0 && <MoreMoves moves={moves} onMove={onMove} />}
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

/** All the others; where there is no room for buttons, all of them. */
function MoreMoves({ moves, onMove }: { moves: Move[]; onMove: (move: Move) => void }) {
  const t = useTranslations("desk");
  const spare = moves.some((each) => !each.button);
  return (
    <div className={spare ? undefined : classes.tight}>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={30} color="gray" aria-label={t("more")}>
            <IconDots size={19} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {moves.map((each) => (
            <Menu.Item key={each.name} leftSection={<each.icon size={16} />} onClick={() => onMove(each)}>
              {t(each.name)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
