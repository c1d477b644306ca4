/** What every box needs to draw itself, the same for all: the kinds, and the words for what they hold. */
import { createContext, use } from "react";

import type { Field } from "../../forms/fields";

export interface BoxWords {
  kindTitle: (kind: string) => string;
  triggerTitle: (kind: string) => string;
  fieldsOf: (kind: string) => readonly Field[];
  triggerFieldsOf: (kind: string) => readonly Field[];
  /** What a reference or a value of an enumeration is called. */
  valueOf: (value: string) => string;
  languages: readonly string[];
  mayEdit: boolean;
}

export const BoxContext = createContext<BoxWords | null>(null);

export function useBoxWords(): BoxWords {
  const words = use(BoxContext);
  if (!words) throw new Error("Boxes are drawn on the canvas only.");
  return words;
}
