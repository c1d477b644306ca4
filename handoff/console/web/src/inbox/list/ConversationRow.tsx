/** One conversation in the list: who, what last, how long, with whom, and what sets it apart. */
import { IconUserOff } from "@tabler/icons-react";
import { memo, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import type { Row } from "../../api/types";
import { useAccountTitle } from "../../shared/accounts";
import { Ago } from "../../shared/Ago";
import { Face } from "../../shared/Face";
import { useCustomerName } from "../../shared/names";
import { FirstClock, SessionMarks } from "../marks/SessionMarks";
import { Standing } from "../marks/Standing";
import { kindAlone } from "../thread/unsupportedKind";
import { useKindName } from "../thread/useKindName";
import classes from "./ConversationRow.module.css";

interface Props {
  row: Row;
  selected: boolean;
  onOpen: () => void;
}

export const ConversationRow = memo(function ConversationRow({ row, selected, onOpen }: Props) {
  const t = useTranslations("list");
  const link = useRef<HTMLButtonElement>(null);
  const name = useCustomerName()(row);
  const account = useAccountTitle()(row.id);
  const kindName = useKindName();
  const strange = row.last?.side === "customer" ? kindAlone(row.last.text) : null;

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
              {strange ? kindName(strange) : row.last?.text || t("noText")}
            </span>
            {row.unread > 0 && (
              <span className={classes.unread} aria-label={t("unread", { count: row.unread })}>
                {row.unread}
              </span>
            )}
          </span>
          <span className={classes.bottom}>
            {account && (
              <span className={classes.account} dir="auto">
                {account}
              </span>
            )}
            <Standing session={row.session} />
            <FirstClock row={row} />
          </span>
          <SessionMarks session={row.session} />
        </span>
      </button>
    </li>
  );
});
