/**
 * The words of schemas for this reader. They come in English with the kinds; the message file may know them in another
 * language under `flows.words`, by the English words themselves. Others are shown as they are.
 */
import { useCallback } from "react";
import { useMessages, type Messages } from "use-intl";

import { readable } from "../../shared/names";

export function slug(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_|_$/g, "");
}

export type Say = (words: string) => string;

export function useWords(): Say {
  const known = (useMessages() as Messages).flows.words as Record<string, string>;
  return useCallback((words: string) => known[slug(words)] ?? words, [known]);
}

/** A value of an enumeration: `first_message` reads as "First message", unless the message file knows better. */
export function useValueWords(): Say {
  const known = (useMessages() as Messages).flows.words as Record<string, string>;
  return useCallback((value: string) => known[slug(value)] ?? readable(value), [known]);
}
