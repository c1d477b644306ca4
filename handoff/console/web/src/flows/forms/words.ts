/**
 * The words of schemas and of the linter for this reader. They come in English with the kinds; the message file may know
 * them in another language under `flows.words`, by the English words themselves, or under `flows.phrases`, if there is something
 * in them. Others are shown as they are.
 */
import { useCallback } from "react";
import { useMessages, type Messages } from "use-intl";

import { flows as english } from "../../messages/en.json";
import { readable } from "../../shared/names";
import { phrased, type Phrases } from "./phrases";

export function slug(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_|_$/g, "");
}

export type Say = (words: string) => string;

export function useWords(): Say {
  const { flows } = useMessages() as Messages;
  const known: Phrases = flows.words;
  const phrases: Phrases = flows.phrases;
  return useCallback(
    (sentence: string) => {
      const say: Say = (words) =>
        known[slug(words)] ?? phrased(words, english.phrases, phrases, say) ?? words;
      return say(sentence);
    },
    [known, phrases],
  );
}

/** A value of an enumeration: `first_message` reads as "First message", unless the message file knows better. */
export function useValueWords(): Say {
  const known = (useMessages() as Messages).flows.words as Record<string, string>;
  return useCallback((value: string) => known[slug(value)] ?? readable(value), [known]);
}
