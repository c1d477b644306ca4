/**
 * What was sent and is not in the thread yet. It lives outside React and in the browser's storage, so that neither a
 * change of screen nor a reload loses a text; sending again uses the same id, so the customer gets it once.
 */
import { useSyncExternalStore } from "react";

import type { Attachment, FileView, Message } from "../../api/types";

export type Kind = "reply" | "note";

export type Sent = Pick<FileView, "id" | "name">;

export type Quote = NonNullable<Message["quote"]>;

export interface Pending {
  id: string;
  /** Who wrote it: a colleague at the same browser must neither see nor send it. */
  by: string;
  conversation: string;
  kind: Kind;
  text: string;
  /** Files that were uploaded, in their order. */
  files?: Sent[];
  /** The message that it answers. */
  quote?: Quote | undefined;
  at: string;
  /** The thread's last number when it was sent: its own message comes after. */
  after: number;
  state: "sending" | "failed";
  /** The refusal, for people. */
  problem?: string;
}

const STORE = "helpline.outbox";
const NONE: Pending[] = [];
let items: Pending[] = restore();
const listeners = new Set<() => void>();

function restore(): Pending[] {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) ?? "[]") as Pending[];
    // Whatever was on its way when the page went: nobody waits for its answer any more, so offer Retry.
    return kept.map((each) => ({ ...each, state: "failed" }));
  } catch {
    return [];
  }
}

function save(next: Pending[]): void {
  items = next;
  localStorage.setItem(STORE, JSON.stringify(items));
  listeners.forEach((tell) => tell());
}

export const outbox = {
  put(item: Pending): void {
    save([...items.filter((each) => each.id !== item.id), item]);
  },
  fail(id: string, problem: string): void {
    save(items.map((each) => (each.id === id ? { ...each, state: "failed", problem } : each)));
  },
  drop(id: string): void {
    save(items.filter((each) => each.id !== id));
  },
};

export function usePending(): Pending[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => (items.length ? items : NONE),
  );
}

/** The pending items of a conversation that its thread does not show yet; each message stands for one of them. Pure. */
export function notYetShown(
  pending: Pending[],
  conversation: string,
  messages: Message[],
  me: string,
): Pending[] {
  const taken = new Set<number>();
  return pending.filter((item) => {
    if (item.conversation !== conversation || item.by !== me) return false;
    const own = messages.find(
      (each) =>
        !taken.has(each.number) &&
        each.number > item.after &&
        each.author === me &&
        each.note === (item.kind === "note") &&
        each.content?.text === item.text &&
        sameFiles(item.files ?? [], each.content.attachments ?? []),
    );
    if (own) taken.add(own.number);
    return !own;
  });
}

function sameFiles(sent: Sent[], shown: Attachment[]): boolean {
  return sent.length === shown.length && sent.every((file, index) => file.id === shown[index]?.file_id);
}
