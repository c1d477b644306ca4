/** One message: whose words, what they hold, how far they came. */
import { Anchor } from "@mantine/core";
import { IconBook2, IconLock } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import type { Message } from "../../api/types";
import { Attached, PlaceCard, SharedCard } from "./Attached";
import { BeliefLine } from "./BeliefLine";
import { Folded, Forwarded, FromTemplate, Reactions, Withdrawn } from "./Beside";
import { Edited } from "./Edited";
import { FormattedText } from "./FormattedText";
import { MessageDeeds } from "./MessageDeeds";
import classes from "./MessageRow.module.css";
import { messageMark } from "./place";
import { Quoted } from "./Quoted";
import { RichText } from "./RichText";
import { SystemLine } from "./SystemLine";
import { Ticks } from "./Ticks";
import { Times } from "./Times";
import { Trouble } from "./Trouble";
import { Unsupported } from "./Unsupported";
import { unsupportedKind } from "./unsupportedKind";
import { useNear } from "./useNear";

interface Props {
  message: Message;
  /** The first of a succession says who speaks. */
  first: boolean;
}

export const MessageRow = memo(function MessageRow({ message, first }: Props) {
  return message.side === "system" ? (
    <SystemLine message={message} />
  ) : (
    <Spoken message={message} first={first} />
  );
});

function Spoken({ message, first }: Props) {
  const { near, opened, setOpened, watch } = useNear();
  const { content, delivery, reactions } = message;
  // Customers' signs are their own; ours are Markdown, of a kind.
  const Text = message.side === "customer" ? RichText : FormattedText;
  const strange = unsupportedKind(message);
  const gone = Boolean(message.withdrawn_at);
  return (
    <article
      className={classes.row}
      id={messageMark(message.number)}
      data-look={message.note ? "note" : message.side}
      data-first={first}
      tabIndex={-1}
      {...watch}
    >
      <div className={classes.bubble}>
        {near && <MessageDeeds message={message} opened={opened} onOpen={setOpened} />}
        {first && message.side !== "customer" && <Speaker message={message} />}
        {message.withdrawn_at && <Withdrawn message={message} at={message.withdrawn_at} />}
        {typeof message.forwarded_from === "string" && <Forwarded from={message.forwarded_from} />}
        {message.template && <FromTemplate template={message.template} />}
        {message.quote && <Quoted quote={message.quote} />}
        <div className={classes.words} data-gone={gone}>
          {content?.attachments?.map((each, index) => (
            <Attached key={index} attachment={each} of={message.id} index={index} />
          ))}
          {content?.place && <PlaceCard place={content.place} />}
          {content?.cards.map((each, index) => (
            <SharedCard key={index} card={each} />
          ))}
          {strange ? <Unsupported kind={strange} /> : content?.text && <Text text={content.text} />}
          {content?.folded && <Folded text={content.folded} />}
        </div>
        <Sources sources={message.sources} />
        <div className={classes.foot}>
          {message.edits.length > 0 && <Edited edits={message.edits} />}
          <Times message={message} />
          {delivery && !gone && <Ticks delivery={delivery} />}
        </div>
      </div>
      {reactions.length > 0 && <Reactions reactions={reactions} />}
      <Buttons buttons={message.buttons} />
      <Trouble message={message} />
      {message.belief && <BeliefLine belief={message.belief} />}
    </article>
  );
}

function Speaker({ message }: { message: Message }) {
  const t = useTranslations("thread");
  return (
    <div className={classes.speaker}>
      {message.note && <IconLock size={12} aria-hidden />}
      {message.side === "bot" ? t("bot") : (message.author_name ?? t("operator"))}
      {message.note && ` · ${t("privateNote")}`}
    </div>
  );
}

function Sources({ sources }: Pick<Message, "sources">) {
  const t = useTranslations("thread");
  if (sources.length === 0) return null;
  return (
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
  );
}

function Buttons({ buttons }: Pick<Message, "buttons">) {
  const t = useTranslations("thread");
  if (buttons.length === 0) return null;
  return (
    <ul className={classes.buttons} aria-label={t("buttons")}>
      {buttons.map((button) => (
        <li key={button.action}>{button.label}</li>
      ))}
    </ul>
  );
}
