/** Text as pieces, some of them links. Pieces become text nodes and `href`s; nothing is ever read as markup. */

import type { Source } from "./protocol";

export type Piece = { text: string; href?: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"']+/gi;
const ENDS_SENTENCE = /[.,;:!?…»”)\]}]$/;

/** The pieces of a text: web addresses, and the titles of the articles it cites, are links. */
export function pieces(text: string, sources: Source[], base: string): Piece[] {
  let found: Piece[] = addresses(text);
  for (const source of sources) {
    const href = page(source, base);
    if (href !== null)
      found = found.flatMap((piece) =>
        piece.href === undefined ? cite(piece.text, source.title, href) : [piece],
      );
  }
  return found;
}

/** Cited articles that the text does not name itself. */
export function unnamed(text: string, sources: Source[]): Source[] {
  return sources.filter((source) => !text.includes(source.title));
}

/** The address of an article's page; null where there is none, or none that a link may lead to. */
export function page(source: Source, base: string): string | null {
  return source.page === null ? null : safe(source.page, base);
}

/** An address that a link may lead to, or null. */
export function safe(address: string, base?: string): string | null {
  const url = parsed(address, base);
  return url?.protocol === "https:" || url?.protocol === "http:" ? url.href : null;
}

function addresses(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const url = parsed(address);
    if (url === null) continue;
    found.push({ text: text.slice(end, match.index) }, { text: address, href: url.href });
    end = match.index + address.length;
  }
  return [...found, { text: text.slice(end) }].filter((piece) => piece.text !== "");
}

function parsed(address: string, base?: string): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}

/** Without the full stop or bracket that belongs to the sentence around the address. */
function trimmed(address: string): string {
  let kept = address;
  while (ENDS_SENTENCE.test(kept) && !(kept.endsWith(")") && kept.includes("("))) kept = kept.slice(0, -1);
  return kept;
}

/** The last mention is the citation; an earlier one may be the answer's own words. */
function cite(text: string, title: string, href: string): Piece[] {
  const start = text.lastIndexOf(title);
  if (start < 0 || title === "") return [{ text }];
  const around = [
    { text: text.slice(0, start) },
    { text: title, href },
    { text: text.slice(start + title.length) },
  ];
  return around.filter((piece) => piece.text !== "");
}
