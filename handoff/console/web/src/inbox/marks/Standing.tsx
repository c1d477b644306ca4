/** Who controls a session now: in a few words for the list, with its line for the head of the thread. */
import { IconClockHour4, IconHeadset, IconRobot } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import type { Session } from "../../api/types";
import { useMe } from "../../app/session";
import { Ago } from "../../shared/Ago";
import { useLineName, usePersonName } from "../../shared/names";
import { useReasonName } from "../wording";
import classes from "./Marks.module.css";

export function Standing({ session, long = false }: { session: Session; long?: boolean }) {
  const t = useTranslations("desk.standing");
  const me = useMe();
  const lineName = useLineName();
  const personName = usePersonName();
  const reasonName = useReasonName();
  switch (session.state) {
    case "waiting":
      return long ? (
        <>
          {t("waiting", { line: lineName(session.line) })} <Ago at={session.since} duration />
        </>
      ) : (
        <span className={classes.holder} data-urgent>
          <IconClockHour4 size={13} aria-hidden />
          <Ago at={session.since} duration />
          <span className={classes.where}>{lineName(session.line)}</span>
        </span>
      );
    case "with_operator": {
      const mine = session.operator === me.id;
      const [name, line] = [personName(session.operator), lineName(session.line)];
      if (long) return mine ? t("mine", { line }) : t("colleague", { name, line });
      return (
        <span className={classes.holder}>
          <IconHeadset size={13} aria-hidden />
          {mine ? t("you") : name}
        </span>
      );
    }
    case "with_bot":
      return long ? (
        t("bot")
      ) : (
        <span className={classes.holder}>
          <IconRobot size={13} aria-hidden />
          {t("bot")}
        </span>
      );
    case "closed":
      return long ? (
        `${t("closed")} · ${reasonName(session.reason)}`
      ) : (
        <span className={classes.holder}>{reasonName(session.reason)}</span>
      );
  }
}
