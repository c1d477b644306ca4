/** What the widget itself says, in the visitor's language. A language is a file in `messages/`. */

import el from "./messages/el.json";
import en from "./messages/en.json";
import pl from "./messages/pl.json";
import ru from "./messages/ru.json";

export type Texts = typeof en;

const LANGUAGES: Record<string, Texts> = { en, ru, pl, el };

/** The first of these that we speak, as a two-letter code; English otherwise. */
export function choose(...wanted: (string | null | undefined)[]): string {
  for (const each of wanted) {
    const language = each?.toLowerCase().split("-")[0];
    if (language && language in LANGUAGES) return language;
  }
  return "en";
}

export function textsIn(language: string): Texts {
  return LANGUAGES[language] ?? en;
}

/** A text with its numbers and names put in, in the plural form that the language wants. */
export function say(
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
  language: string,
  count: number,
): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return form.replace("{count}", String(count));
}
