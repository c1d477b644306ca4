/** One conversation in the list: who, what last, how long, with whom. */
import { Badge } from "@mantine/core";
import { IconClockHour4, IconHeadset, IconRobot, IconUserOff } from "@tabler/icons-react";
import { memo, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import type { Row } from "../../api/types";
import { useMe } from "../../app/session";
import { Ago } from "../../shared/Ago";
import { Face } from "../../shared/Face";
import { useCustomerName, useLineName, usePersonName, useTopicName } from "../../shared/names";
import { useReasonName } from "../wording";
import classes from "./ConversationRow.module.css";

interface Props {
  row: Row;
  selected: boolean;
  onOpen: () => void;
}

export const ConversationRow = memo(function ConversationRow({ row, selected, onOpen }: Props) {
  const t = useTranslations("list");
  const topicName = useTopicName();
  const link = useRef<HTMLButtonElement>(null);
  const name = useCustomerName()(row);

  useEffect(() => {
    if (selected) link.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);

  return (
    <li>
      <button
        ref={link}
        type="button"
        className={classes.row}
        aria-current={selected ? "true" : undefined}
        data-unread={row.unread > 0}
        onClick={onOpen}
      >
        <Face name={name} channel={row.channel} />
        <span className={classes.body}>
          <span className={classes.top}>
            <span className={classes.name} dir="auto">
              {name}
            </span>
            {row.customer.left && <IconUserOff size={14} aria-label={t("left")} role="img" />}
            <Ago at={row.last?.at ?? row.updated_at} className={classes.time} />
          </span>
          <span className={classes.middle}>
            <span className={classes.last} dir="auto">
              {row.last && row.last.side !== "customer" && (
                <span className={classes.speaker}>{t(`side.${row.last.side}`)}: </span>
              )}
              {row.last?.text || t("noText")}
            </span>
            {row.unread > 0 && (
              <span className={classes.unread} aria-label={t("unread", { count: row.unread })}>
                {row.unread}
              </span>
            )}
          </span>
          <span className={classes.bottom}>
            <Holder row={row} />
            {row.session.topic && (
              <Badge size="xs" variant="light" color="gray" className={classes.topic}>
                {topicName(row.session.topic)}
              </Badge>
            )}
          </span>
        </span>
      </button>
    </li>
  );
});

/** Who controls the session now. */
function Holder({ row: { session } }: { row: Row }) {
  const t = useTranslations("list");
  const me = useMe();
  const lineName = useLineName();
  const personName = usePersonName();
  const reasonName = useReasonName();
  switch (session.state) {
    case "waiting":
      return (
        <span className={classes.holder} data-urgent>
          <IconClockHour4 size={13} aria-hidden />
          <Ago at={session.since} duration />
          <span className={classes.where}>{lineName(session.line)}</span>
        </span>
      );
    case "with_operator":
      return (
        <span className={classes.holder}>
          <IconHeadset size={13} aria-hidden />
          {session.operator === me.id ? t("you") : personName(session.operator)}
        </span>
      );
    case "with_bot":
      return (
        <span className={classes.holder}>
          <IconRobot size={13} aria-hidden />
          {t("withBot")}
        </span>
      );
    case "closed":
      return <span className={classes.holder}>{reasonName(session.reason)}</span>;
  }
}
