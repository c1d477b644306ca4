/** One message: whose words, what they hold, how far they came. */
import { Anchor, Tooltip } from "@mantine/core";
import { IconBook2, IconLock } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import { useFormatter, useTranslations } from "use-intl";

import type { Message } from "../../api/types";
import { useHappening } from "../happening";
import { Attached, PlaceCard, SharedCard } from "./Attached";
import { BeliefLine } from "./BeliefLine";
import { DecisionLine } from "./DecisionLine";
import { Edited } from "./Edited";
import { saidAt } from "./entries";
import classes from "./MessageRow.module.css";
import { RichText } from "./RichText";
import { Ticks } from "./Ticks";

interface Props {
  message: Message;
  /** The first of a succession says who speaks. */
  first: boolean;
}

export const MessageRow = memo(function MessageRow({ message, first }: Props) {
  const t = useTranslations("thread");
  if (message.side === "system") return <SystemLine message={message} />;

  const { content, buttons = [], sources = [], edits = [] } = message;
  const speaker = message.side === "bot" ? t("bot") : (message.author_name ?? t("operator"));
  const look = message.note ? "note" : message.side;
  return (
    <article className={classes.row} data-look={look} data-first={first}>
      <div className={classes.bubble}>
        {first && message.side !== "customer" && (
          <div className={classes.speaker}>
            {message.note && <IconLock size={12} aria-hidden />}
            {speaker}
            {message.note && ` · ${t("privateNote")}`}
          </div>
        )}
        {content?.attachments?.map((each, index) => (
          <Attached key={index} attachment={each} />
        ))}
        {content?.place && <PlaceCard place={content.place} />}
        {content?.card && <SharedCard card={content.card} />}
        {content?.text && <RichText text={content.text} />}
        {sources.length > 0 && (
          <ul className={classes.sources} aria-label={t("sources")}>
            {sources.map((source) => (
              <li key={source.article_id}>
                <IconBook2 size={13} aria-hidden />
                <Anchor component={Link} to={`/knowledge/${encodeURIComponent(source.article_id)}`} size="xs">
                  {source.title}
                </Anchor>
              </li>
            ))}
          </ul>
        )}
        <div className={classes.foot}>
          {edits.length > 0 && <Edited edits={edits} />}
          <Times message={message} />
          {message.delivery && <Ticks delivery={message.delivery} />}
        </div>
      </div>
      {buttons.length > 0 && (
        <ul className={classes.buttons} aria-label={t("buttons")}>
          {buttons.map((button) => (
            <li key={button.action}>{button.label}</li>
          ))}
        </ul>
      )}
      {message.delivery?.state === "failed" && (
        <p className={classes.problem}>
          {t("notDelivered")} {message.delivery.reason}
        </p>
      )}
      {message.delivery?.state === "unknown" && <p className={classes.doubt}>{t("unknownDelivery")}</p>}
      {message.belief && <BeliefLine belief={message.belief} />}
    </article>
  );
});

/** When it was written and when we had it: they differ when a messenger was late. */
function Times({ message }: { message: Message }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const full = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" });
  const label = message.sent_at
    ? `${t("written", { at: full(message.sent_at) })}\n${t("received", { at: full(message.at) })}`
    : full(message.at);
  return (
    <Tooltip label={label} style={{ whiteSpace: "pre-line" }}>
      <time dateTime={saidAt(message)}>
        {format.dateTime(new Date(saidAt(message)), { timeStyle: "short" })}
      </time>
    </Tooltip>
  );
}

const ALARMING = ["late", "parked", "sla_breach", "offer_missed"];

function SystemLine({ message }: { message: Message }) {
  const happening = useHappening();
  return (
    <div className={classes.system} data-late={ALARMING.includes(message.happening ?? "")}>
      {happening(message)} · <Times message={message} />
      {message.decision && <DecisionLine message={message} decision={message.decision} />}
    </div>
  );
}
