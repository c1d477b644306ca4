/** Ready replies for what is typed after the slash: the customer's language first, then by shortcut. Pure. */
import type { Canned } from "../../api/types";

/** What stands after a leading slash, or null when no ready reply is being looked for. */
export function sought(text: string): string | null {
  const found = /^\/(\S*(?: \S+)?)$/u.exec(text);
  return found ? (found[1] ?? "").toLowerCase() : null;
}

export function matching(all: Canned[], typed: string, languages: string[]): Canned[] {
  const rank = (reply: Canned) => {
    const place = languages.indexOf(reply.language);
    return place < 0 ? languages.length : place;
  };
  const starts = (reply: Canned) => (reply.shortcut.toLowerCase().startsWith(typed) ? 0 : 1);
  return all
    .filter((each) => `${each.shortcut} ${each.text}`.toLowerCase().includes(typed))
    .sort((a, b) => rank(a) - rank(b) || starts(a) - starts(b) || a.shortcut.localeCompare(b.shortcut));
}
