/** A session that never was: its facts as they are typed, and as they are asked about. Pure. */

export interface MadeUp {
  words: Record<string, string[]>;
  numbers: Record<string, number>;
  text: string;
  /** As the browser's field has it, in the reader's own time; empty is now. */
  at: string;
}

export const BLANK: MadeUp = { words: {}, numbers: {}, text: "", at: "" };

export function isBlank({ words, numbers, text, at }: MadeUp): boolean {
  return (
    Object.values(words).every((values) => values.length === 0) &&
    Object.keys(numbers).length === 0 &&
    !text.trim() &&
    !at
  );
}

export function factsOf({ words, numbers, text, at }: MadeUp) {
  return {
    words: Object.fromEntries(Object.entries(words).filter(([, values]) => values.length > 0)),
    numbers,
    text,
    at: at ? new Date(at).toISOString() : null,
  };
}
