/**
 * Files on their way to the next reply or note, by conversation. They live outside React, so that an upload goes on while the
 * operator looks at another session; a reload loses them, since the browser does not let a page keep its hold on a file.
 */
import { useSyncExternalStore } from "react";

import type { FileView } from "../../api/types";
import type { Kind } from "./outbox";

/** As the server has them: said here too, so that nobody waits for an upload that will be refused. */
export const LARGEST = 20 * 1024 * 1024;
export const MOST = 10;

export interface Attached {
  key: number;
  conversation: string;
  /** What of a note is never becomes the customer's. */
  kind: Kind;
  source: File;
  /** Of a picture: shown while it is uploaded. */
  preview?: string;
  /** From 0 to 1. */
  progress: number;
  stop: AbortController;
  /** Once it is uploaded. */
  file?: FileView;
  problem?: string;
}

let items: readonly Attached[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Attached[]): void {
  items = next;
  listeners.forEach((tell) => tell());
}

export const attachedStore = {
  add(conversation: string, kind: Kind, source: File): Attached {
    const preview = /^image\/(png|jpeg|gif|webp)$/.test(source.type)
      ? URL.createObjectURL(source)
      : undefined;
    const stop = new AbortController();
    const item = { key: ++last, conversation, kind, source, preview, progress: 0, stop };
    set([...items, item]);
    return item;
  },
  change(key: number, change: Partial<Attached>): void {
    set(items.map((each) => (each.key === key ? { ...each, ...change } : each)));
  },
  drop(dropped: (item: Attached) => boolean): void {
    for (const each of items.filter(dropped)) {
      each.stop.abort();
      if (each.preview) URL.revokeObjectURL(each.preview);
    }
    set(items.filter((each) => !dropped(each)));
  },
};

export function useAllAttached(): readonly Attached[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => items,
  );
}

export type Objection = "empty" | "large" | "many";

/** Why a file is not worth an upload; `others` are attached already. Pure. */
export function objection(source: Pick<File, "size">, others: number): Objection | null {
  if (others >= MOST) return "many";
  if (source.size === 0) return "empty";
  return source.size > LARGEST ? "large" : null;
}
