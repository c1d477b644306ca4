/** The thread: older messages as one scrolls up, the latest in sight only for whom it was already. */
import { Button, Skeleton, Stack } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useFormatter, useNow, useTimeZone, useTranslations } from "use-intl";

import type { Conversation, Message } from "../../api/types";
import { useMe } from "../../app/session";
import { Failure } from "../../shared/States";
import { notYetShown, usePending } from "../composer/outbox";
import { layOut, sessionNumber, type Entry } from "./entries";
import { MessageRow } from "./MessageRow";
import { newSince } from "./pages";
import { PendingRow } from "./PendingRow";
import classes from "./Thread.module.css";
import { useThread } from "./useThread";

/** A wish to see a session's beginning; `turn` tells a second wish for the same one apart. */
export interface Jump {
  sessionId: string;
  turn: number;
}

const NEAR_PX = 80;
const AHEAD_PX = 600;
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

  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  const [seen, setSeen] = useState(0);
  const last = messages.at(-1)?.number ?? 0;
  const fresh = newSince(messages, seen);

  const entries = useMemo(() => {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone });
    return layOut(messages, more, (at) => day.format(new Date(at)));
  }, [messages, more, timeZone]);

  const toBottom = (behavior: ScrollBehavior = "auto") =>
    box.current?.scrollTo({ top: box.current.scrollHeight, behavior });

  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current as HTMLDivElement;
    atBottom.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (atBottom.current && seen !== last) setSeen(last);
    if (scrollTop < AHEAD_PX) void loadOlder();
  };

  // What grows at the bottom is followed only by whom was there: a message, or a photo that got its height.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (atBottom.current) toBottom();
    });
    if (content.current) observer.observe(content.current);
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, [thread.isPending]);

  // Older messages come in above: hold on to what the eyes are on.
  const first = messages[0]?.number ?? 0;
  const held = useRef({ first: 0, height: 0 });
  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    const before = held.current;
    if (before.first > first && first > 0 && !atBottom.current)
      node.scrollTop += node.scrollHeight - before.height;
    held.current = { first, height: node.scrollHeight };
  });

  useEffect(() => {
    if (atBottom.current) {
      toBottom();
      setSeen(last);
    }
  }, [last]);

  // One's own words are always worth going down for.
  const sending = pending.length;
  useEffect(() => {
    if (sending) toBottom("smooth");
  }, [sending]);

  useEffect(() => {
    if (!jump) return;
    let wanted = true;
    const go = async () => {
      for (;;) {
        const mark = document.getElementById(markId(jump.sessionId));
        if (mark) {
          atBottom.current = false;
          mark.scrollIntoView({ block: "start", behavior: "smooth" });
          return;
        }
        const page = await loadOlder();
        if (!page || !wanted) return;
        await new Promise(requestAnimationFrame);
      }
    };
    void go();
    return () => {
      wanted = false;
    };
  }, [jump, loadOlder]);

  if (thread.isPending) return <Loading />;
  if (!thread.data) return <Failure error={thread.error} retry={() => void thread.refetch()} />;
  return (
    <div className={classes.frame}>
      <div
        ref={box}
        className={classes.box}
        onScroll={scrolled}
        tabIndex={0}
        role="log"
        aria-label={t("messages")}
      >
        <div ref={content} className={classes.content}>
          {more ? (
            <p className={classes.edge}>{t("loadingOlder")}</p>
          ) : (
            <p className={classes.edge}>{t("beginning")}</p>
          )}
          {entries.map((entry) => (
            <Line key={entry.key} entry={entry} />
          ))}
          {pending.map((item) => (
            <PendingRow key={item.id} item={item} />
          ))}
        </div>
      </div>
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

function markId(sessionId: string): string {
  return `session-${sessionNumber(sessionId)}`;
}

function Line({ entry }: { entry: Entry }) {
  switch (entry.kind) {
    case "day":
      return <Day at={entry.at} />;
    case "session":
      return <SessionMark entry={entry} />;
    case "message":
      return <MessageRow message={entry.message} first={entry.first} />;
  }
}

function Day({ at }: { at: string }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const date = new Date(at);
  const ago = Math.round(
    (new Date(now).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000,
  );
  const told =
    ago === 0
      ? t("today")
      : ago === 1
        ? t("yesterday")
        : format.dateTime(date, {
            day: "numeric",
            month: "long",
            weekday: "long",
            ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
          });
  return <div className={classes.day}>{told}</div>;
}

function SessionMark({ entry }: { entry: Entry & { kind: "session" } }) {
  const t = useTranslations("thread");
  return (
    <div className={classes.session} id={markId(entry.sessionId)}>
      <span>{t("session", { number: entry.number })}</span>
    </div>
  );
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
