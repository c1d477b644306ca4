/** A thread as it is laid out: days and sessions marked, quick successions of one speaker drawn together. Pure. */
import type { Message } from "../../api/types";

export type Entry =
  | { kind: "day"; key: string; at: string }
  | { kind: "session"; key: string; sessionId: string; number: number }
  | { kind: "message"; key: string; message: Message; first: boolean };

const TOGETHER_MS = 5 * 60_000;

/** When it was said: as the messenger tells, else when we had it. */
export function saidAt(message: Message): string {
  return message.sent_at ?? message.at;
}

/** `telegram:main:7#3` is the third session. */
export function sessionNumber(sessionId: string): number {
  return Number(sessionId.slice(sessionId.lastIndexOf("#") + 1));
}

/** `more`: earlier messages are not loaded, so that the first one here need not be its session's first. */
export function layOut(messages: Message[], more: boolean, day: (at: string) => string): Entry[] {
  const entries: Entry[] = [];
  let previous: Message | null = null;
  for (const message of messages) {
    const newDay = !previous || day(saidAt(previous)) !== day(saidAt(message));
    const newSession = previous?.session_id !== message.session_id;
    if (newSession && (previous || !more)) {
      const number = sessionNumber(message.session_id);
      entries.push({ kind: "session", key: message.session_id, sessionId: message.session_id, number });
    }
    if (newDay) entries.push({ kind: "day", key: `day-${message.number}`, at: saidAt(message) });
    const first = newDay || newSession || !previous || !together(previous, message);
    entries.push({ kind: "message", key: message.id, message, first });
    previous = message;
  }
  return entries;
}

function together(a: Message, b: Message): boolean {
  return (
    a.side === b.side &&
    a.author === b.author &&
    a.note === b.note &&
    a.side !== "system" &&
    Date.parse(saidAt(b)) - Date.parse(saidAt(a)) < TOGETHER_MS
  );
}
