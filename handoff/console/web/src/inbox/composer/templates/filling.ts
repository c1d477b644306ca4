/** A template's text as it reads while its places are being filled. Pure. */
import type { Template } from "../../../api/types";

/** A bit of text; of a place, its name and whether it is still empty. */
export interface Bit {
  text: string;
  place?: string;
  empty?: boolean;
}

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

export function bitsOf(text: string, values: Record<string, string>): Bit[] {
  return text
    .split(PLACE)
    .map((part, index): Bit => {
      if (index % 2 === 0) return { text: part };
      const value = values[part]?.trim() ?? "";
      return { text: value || part.replace(/^header_(?=\d+$)/, ""), place: part, empty: value === "" };
    })
    .filter((bit) => bit.text !== "");
}

/** Those that hold all the words sought, the customer's language first; what cannot be sent comes last. */
export function matchingTemplates(all: Template[], sought: string, languages: string[]): Template[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = ({ language }: Template) => {
    const place = languages.indexOf(language.split(/[_-]/)[0] ?? "");
    return place < 0 ? languages.length : place;
  };
  return all
    .filter((each) => {
      const whole = `${each.name} ${each.header} ${each.body} ${each.footer}`.toLowerCase();
      return words.every((word) => whole.includes(word));
    })
    .sort((a, b) => Number(b.usable) - Number(a.usable) || rank(a) - rank(b) || a.name.localeCompare(b.name));
}
