/**
 * What the words in the field are for, by conversation: an answer to a message, or other words for one that was sent.
 * It lives outside React, since the thread sets it and the composer follows, and stays while one looks at another
 * session.
 */
import { useSyncExternalStore } from "react";

import type { Message } from "../../api/types";

export type Aim = { kind: "quote"; message: Message } | { kind: "correct"; message: Message; text: string };

let held: ReadonlyMap<string, Aim> = new Map();
const listeners = new Set<() => void>();

export const aims = {
  set(conversation: string, aim: Aim | null): void {
    const next = new Map(held);
    if (aim) next.set(conversation, aim);
    else next.delete(conversation);
    held = next;
    listeners.forEach((tell) => tell());
  },
  quote(conversation: string, message: Message): void {
    aims.set(conversation, { kind: "quote", message });
  },
  correct(conversation: string, message: Message): void {
    aims.set(conversation, { kind: "correct", message, text: message.content?.text ?? "" });
  },
};

export function useAim(conversation: string): Aim | null {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => held.get(conversation) ?? null,
  );
}
