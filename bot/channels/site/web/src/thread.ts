/** The thread as a value: what was said, in order, and what of the visitor's own is still on its way. */

import type { Unsent } from "./memory";
import type { Changed, Message } from "./protocol";

export type Own = Unsent & { failed: boolean };
export type Thread = { messages: Message[]; own: Own[] };

export const EMPTY: Thread = { messages: [], own: [] };

export function last(thread: Thread): number {
  return thread.messages.at(-1)?.number ?? 0;
}

/** With a message of the server. One that is there already changes nothing; the visitor's own takes its place. */
export function heard(thread: Thread, message: Message): Thread {
  if (message.number <= last(thread)) return thread;
  return { messages: [...thread.messages, message], own: without(thread.own, message.id) };
}

/** With other words in a message that is there; one that is not comes by itself, as it reads by then. */
export function changed(thread: Thread, frame: Changed): Thread {
  const now: Message = { ...frame, type: "message" };
  const messages = thread.messages.map((each) => (each.number === now.number ? now : each));
  return { ...thread, messages };
}

/** With something that the visitor did, to be sent. */
export function did(thread: Thread, item: Unsent): Thread {
  return { ...thread, own: [...without(thread.own, item.doing.id), { ...item, failed: false }] };
}

/** The server has stored it. What was said stays in sight until it comes back with its number; the rest is done with. */
export function acknowledged(thread: Thread, id: string): Thread {
  const said = thread.own.some((item) => item.doing.id === id && item.doing.type === "say");
  if (!said) return { ...thread, own: without(thread.own, id) };
  return { ...thread, own: change(thread.own, id, { sent: true, failed: false }) };
}

export function failed(thread: Thread, id: string): Thread {
  return { ...thread, own: change(thread.own, id, { failed: true }) };
}

export function triedAgain(thread: Thread, id: string): Thread {
  return { ...thread, own: change(thread.own, id, { failed: false }) };
}

/** What is to be sent next: the oldest, since order matters more than speed. */
export function next(thread: Thread): Own | undefined {
  return thread.own.find((item) => !item.sent && !item.failed);
}

/** Messages of others that the visitor has not seen. */
export function unread(thread: Thread, seen: number): number {
  return thread.messages.filter((message) => message.side !== "customer" && message.number > seen).length;
}

/** The number of the message whose buttons can still be pressed: the newest that has any, if nothing was said since. */
export function pressable(thread: Thread, pressed: Record<number, string>): number | null {
  if (thread.own.some((item) => item.doing.type !== "open")) return null;
  const fromNewest = [...thread.messages].reverse();
  const decisive = fromNewest.find((message) => message.side === "customer" || message.buttons.length > 0);
  if (!decisive || decisive.side === "customer" || decisive.number in pressed) return null;
  return decisive.number;
}

function without(own: Own[], id: string): Own[] {
  return own.filter((item) => item.doing.id !== id);
}

function change(own: Own[], id: string, changes: Partial<Own>): Own[] {
  return own.map((item) => (item.doing.id === id ? { ...item, ...changes } : item));
}
