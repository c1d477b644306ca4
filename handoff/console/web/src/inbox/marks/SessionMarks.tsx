/** What sets a session apart, as short marks: for its row in the list and for the head of its thread. */
import { Badge, Tooltip } from "@mantine/core";
import { IconHandStop, IconHourglass, IconRefresh, IconShieldUp } from "@tabler/icons-react";
import { useFormatter, useTranslations } from "use-intl";

import type { Row, Session } from "../../api/types";
import { useMe } from "../../app/session";
import { usePersonName, useTopicName } from "../../shared/names";
import { levelOf, NORMAL } from "./levels";
import classes from "./Marks.module.css";
import { PriorityFlag } from "./PriorityFlag";
import { TimeLeft } from "./TimeLeft";

/** Draws nothing for a session that is like most. */
export function SessionMarks({ session }: { session: Session }) {
  const t = useTranslations("marks");
  const topicName = useTopicName();
  const level = levelOf(session.handling);
  const reopenings = session.handling?.reopenings ?? 0;
  const supervised = session.state === "waiting" && session.handling?.supervised;
  const hold = session.state === "with_operator" ? session.hold : null;
  const offer = session.state === "waiting" ? session.offer : null;
  const urgent = session.state !== "closed" && level !== NORMAL;
  if (!urgent && !hold && !offer && !supervised && reopenings === 0 && !session.topic) return null;
  return (
    <span className={classes.marks}>
      {urgent && <PriorityFlag level={level} />}
      {hold && <HoldMark until={hold.until} reason={hold.reason} />}
      {offer && <OfferMark operator={offer.operator} />}
      {supervised && (
        <span className={classes.mark}>
          <IconShieldUp size={13} aria-hidden /> {t("supervised")}
        </span>
      )}
      {reopenings > 0 && (
        <Tooltip label={t("reopened", { count: reopenings })}>
          <span className={classes.mark} aria-label={t("reopened", { count: reopenings })}>
            <IconRefresh size={13} aria-hidden /> {reopenings}
          </span>
        </Tooltip>
      )}
      {session.topic && (
        <Badge size="xs" variant="light" color="gray" className={classes.topic}>
          {topicName(session.topic)}
        </Badge>
      )}
    </span>
  );
}

/** The most urgent promise that is still open; without one, nothing. */
export function FirstClock({ row }: { row: Row }) {
  const clock = row.clocks.find((each) => !each.met_at);
  return clock && row.session.state !== "closed" ? <TimeLeft clock={clock} /> : null;
}

function HoldMark({ until, reason }: { until: string; reason: string }) {
  const t = useTranslations("marks");
  const format = useFormatter();
  const date = new Date(until);
  const sameDay = date.toDateString() === new Date().toDateString();
  const short = format.dateTime(date, sameDay ? { timeStyle: "short" } : { day: "numeric", month: "short" });
  return (
    <Tooltip label={reason} multiline maw={300}>
      <span className={classes.mark}>
        <IconHandStop size={13} aria-hidden /> {t("hold", { until: short })}
      </span>
    </Tooltip>
  );
}

function OfferMark({ operator }: { operator: string }) {
  const t = useTranslations("marks");
  const me = useMe();
  const personName = usePersonName();
  return (
    <span className={classes.mark} data-mine={operator === me.id}>
      <IconHourglass size={13} aria-hidden />
      {operator === me.id ? t("offeredToYou") : t("offered", { name: personName(operator) })}
    </span>
  );
}
