/** Everything that was said with a customer, on whichever channel, in the order in which it was said. */
import { Button, Drawer, Loader, Text, UnstyledButton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useLayoutEffect, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";

import type { Message } from "../api/types";
import { useHappening } from "../inbox/happening";
import { Attached, PlaceCard, SharedCard } from "../inbox/thread/Attached";
import { RichText } from "../inbox/thread/RichText";
import { usePlace } from "../inbox/usePlace";
import { ChannelIcon } from "../shared/Face";
import { useChannelName, useCustomerName } from "../shared/names";
import { Failure } from "../shared/States";
import classes from "./People.module.css";
import { timelineQuery, type PersonCard, type Said } from "./queries";

interface Props {
  opened: boolean;
  person: PersonCard;
  onClose: () => void;
}

export function Timeline({ opened, person, onClose }: Props) {
  const t = useTranslations("people");
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="min(640px, 100%)"
      title={t("everything")}
      styles={{ title: { fontWeight: 650 } }}
    >
      <Pages person={person} onClose={onClose} />
    </Drawer>
  );
}

function Pages({ person, onClose }: Omit<Props, "opened">) {
  const t = useTranslations("people");
  const { open } = usePlace();
  const customerName = useCustomerName();
  const timeline = useInfiniteQuery(timelineQuery(person.id ?? ""));
  const end = useRef<HTMLDivElement>(null);
  const loaded = timeline.data !== undefined;
  useLayoutEffect(() => {
    end.current?.scrollIntoView(); // gives a promise in newer browsers, which is no way to clean up
  }, [loaded]);

  if (timeline.isPending) return <Loader aria-label={t("everything")} />;
  if (!timeline.data) return <Failure error={timeline.error} retry={() => void timeline.refetch()} />;
  const names = new Map(
    person.members.flatMap(({ conversation_id: id, customer }) =>
      customer ? [[id, customerName({ id, customer })]] : [],
    ),
  );
  const items = timeline.data.pages.toReversed().flatMap((page) => page.items);
  return (
    <>
      <div className={classes.edge}>
        {timeline.hasNextPage ? (
          <Button
            size="compact-sm"
            variant="subtle"
            loading={timeline.isFetchingNextPage}
            onClick={() => void timeline.fetchNextPage()}
          >
            {t("earlier")}
          </Button>
        ) : (
          t("beginning")
        )}
      </div>
      <ol className={classes.timeline} aria-label={t("everything")}>
        {items.map((said, index) => (
          <Row
            key={said.message.id}
            said={said}
            name={names.get(said.conversation_id)}
            moved={items[index - 1]?.conversation_id !== said.conversation_id}
            onOpen={() => {
              onClose();
              open(said.conversation_id);
            }}
          />
        ))}
      </ol>
      <div ref={end} />
    </>
  );
}

interface RowProps {
  said: Said;
  name: string | undefined;
  /** What was said before it was said elsewhere. */
  moved: boolean;
  onOpen: () => void;
}

function Row({ said: { channel, message }, name, moved, onOpen }: RowProps) {
  const t = useTranslations("people");
  const format = useFormatter();
  const channelName = useChannelName();
  const happening = useHappening();
  const at = new Date(message.sent_at ?? message.at);
  const time = (
    <time dateTime={at.toISOString()}>
      {format.dateTime(at, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
  return (
    <li className={classes.said} data-look={message.note ? "note" : message.side}>
      {moved && (
        <UnstyledButton className={classes.where} onClick={onOpen}>
          <ChannelIcon channel={channel} /> {[channelName(channel), name].filter(Boolean).join(" · ")}
        </UnstyledButton>
      )}
      {message.side === "system" ? (
        <Text size="xs" c="dimmed" ta="center">
          {happening(message)} · {time}
        </Text>
      ) : (
        <div className={classes.bubble}>
          <Text size="xs" c="dimmed">
            <Speaker message={message} /> · {time}
            {message.note && ` · ${t("note")}`}
          </Text>
          {message.content?.attachments?.map((each, index) => (
            <Attached key={index} attachment={each} />
          ))}
          {message.content?.place && <PlaceCard place={message.content.place} />}
          {message.content?.cards.map((each, index) => (
            <SharedCard key={index} card={each} />
          ))}
          {message.content?.text && <RichText text={message.content.text} />}
        </div>
      )}
    </li>
  );
}

function Speaker({ message }: { message: Message }) {
  const t = useTranslations("people");
  if (message.side === "customer") return t("customer");
  return message.side === "bot" ? t("bot") : (message.author_name ?? t("colleague"));
}
