/** The thread: older messages as one scrolls up, the latest in sight only for whom it was already. */
import { Button, Skeleton, Stack } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTimeZone, useTranslations } from "use-intl";

import type { Conversation, Message } from "../../api/types";
import { useMe } from "../../app/session";
import { Failure } from "../../shared/States";
import { notYetShown, usePending } from "../composer/outbox";
import { allowed } from "../rules";
import { layOut, type Entry } from "./entries";
import { LightboxProvider } from "./Lightbox";
import { DayMark, markId, SessionMark } from "./Marks";
import { MessageRow } from "./MessageRow";
import { newSince } from "./pages";
import { PendingRow } from "./PendingRow";
import { messageMark, PlaceProvider, type Place } from "./place";
import classes from "./Thread.module.css";
import { useJump, type Jump } from "./useJump";
import { useScroll } from "./useScroll";
import { SureDialog, type Asked } from "./SureDialog";
import { useDeeds, type Deed } from "./useDeeds";
import { useThread } from "./useThread";
import { walk } from "./walk";

const NOBODY: Message[] = [];

export function Thread({ conversation, jump }: { conversation: Conversation; jump: Jump | null }) {
  const t = useTranslations("thread");
  const me = useMe();
  const timeZone = useTimeZone();
  const thread = useThread(conversation.id);
  const { loadOlder } = thread;
  const messages = thread.data?.items ?? NOBODY;
  const more = thread.data?.more ?? true;
  const pending = notYetShown(usePending(), conversation.id, messages, me.id);

  const range = { first: messages[0]?.number ?? 0, last: messages.at(-1)?.number ?? 0 };
  const { box, content, seen, onScroll, toBottom, goTo } = useScroll(range, loadOlder);
  const [sought, setSought] = useState({ number: 0, turn: 0 });
  useJump(jump && markId(jump.sessionId), jump?.turn ?? 0, loadOlder, goTo);
  useJump(sought.number > 0 ? messageMark(sought.number) : null, sought.turn, loadOlder, goTo);
  const fresh = newSince(messages, seen);

  const entries = useMemo(() => {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone });
    return layOut(messages, more, (at) => day.format(new Date(at)));
  }, [messages, more, timeZone]);

  const jumpTo = useCallback((number: number) => setSought(({ turn }) => ({ number, turn: turn + 1 })), []);
  const { busy, doing } = useDeeds(conversation.id);
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = useCallback(
    (deed: Deed, message: Message) => {
      // What surely did not arrive can be sent again without harm.
      if (deed === "retry" && message.delivery?.state === "failed") void doing(deed, message);
      else setAsked({ deed, message });
    },
    [doing],
  );
  const sure = async ({ deed, message }: Asked) => {
    await doing(deed, message);
    setAsked(null);
  };
  const place = useMemo<Place>(
    () => ({
      conversation,
      mine: allowed(conversation.session, me).reply,
      find: (number) => messages.find((each) => each.number === number),
      jumpTo,
      ask,
    }),
    [conversation, me, messages, jumpTo, ask],
  );

  // One's own words are always worth going down for.
  const sending = pending.length;
  useEffect(() => {
    if (sending) toBottom("smooth");
  }, [sending, toBottom]);

  if (thread.isPending) return <Loading />;
  if (!thread.data) return <Failure error={thread.error} retry={() => void thread.refetch()} />;
  return (
    <div className={classes.frame}>
      <div
        ref={box}
        className={classes.box}
        onScroll={onScroll}
        onKeyDown={walk}
        tabIndex={0}
        role="log"
        aria-description={t("keys")}
        aria-label={t("messages")}
      >
        <div ref={content} className={classes.content}>
          <p className={classes.edge}>{more ? t("loadingOlder") : t("beginning")}</p>
          <PlaceProvider value={place}>
            <LightboxProvider messages={messages}>
              {entries.map((entry) => (
                <Line key={entry.key} entry={entry} />
              ))}
              {pending.map((item) => (
                <PendingRow key={item.id} item={item} />
              ))}
            </LightboxProvider>
          </PlaceProvider>
        </div>
      </div>
      <SureDialog asked={asked} busy={busy} onDo={(each) => void sure(each)} onClose={() => setAsked(null)} />
      {fresh > 0 && (
        <Button
          className={classes.pill}
          size="xs"
          radius="xl"
          color="amber.7"
          rightSection={<IconArrowDown size={14} />}
          onClick={() => toBottom("smooth")}
        >
          {t("newMessages", { count: fresh })}
        </Button>
      )}
    </div>
  );
}

function Line({ entry }: { entry: Entry }) {
  switch (entry.kind) {
    case "day":
      return <DayMark at={entry.at} />;
    case "session":
      return <SessionMark sessionId={entry.sessionId} number={entry.number} />;
    case "message":
      return <MessageRow message={entry.message} first={entry.first} />;
  }
}

function Loading() {
  const t = useTranslations("states");
  return (
    <Stack flex={1} p="lg" gap="md" justify="flex-end" role="status" aria-label={t("loading")}>
      <Skeleton height={44} width="48%" radius="lg" />
      <Skeleton height={64} width="56%" radius="lg" ml="auto" />
      <Skeleton height={36} width="34%" radius="lg" />
      <Skeleton height={52} width="44%" radius="lg" ml="auto" />
    </Stack>
  );
}
