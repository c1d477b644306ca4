/**
 * The little Markdown that people at the desk write, read as `handoff/formatting.py` reads it for the messengers; one
 * table of cases holds the two together (formatting.cases.json). Pure.
 */

export type Style = "bold" | "italic" | "code" | "block" | "link";

export type Piece = string | { style: Style; url?: string; pieces: Piece[] };

const BLOCK = /^```[^\n`]*\n([^]*?)\n?^```[ \t]*$/gm;
const LINK = /^\]\((https?:\/\/[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)\)/;

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let since = 0;
  for (const block of text.matchAll(BLOCK)) {
    const [whole, code = ""] = block;
    pieces.push(...inline(text.slice(since, block.index)));
    pieces.push(code.trim() ? { style: "block", pieces: [code] } : whole);
    since = block.index + whole.length;
  }
  return joined([...pieces, ...inline(text.slice(since))]);
}

/** Text without blocks. */
function inline(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = 0;
  let at = 0;
  while (at < text.length) {
    const found = codeAt(text, at) ?? linkAt(text, at) ?? emphasisAt(text, at);
    if (found) {
      if (plain < at) pieces.push(text.slice(plain, at));
      pieces.push(found.piece);
      plain = at = found.end;
    } else at = past(text, at);
  }
  if (plain < text.length) pieces.push(text.slice(plain));
  return pieces;
}

interface Found {
  piece: Piece;
  end: number;
}

/** A run of equal signs is taken as a whole or not at all. */
function past(text: string, at: number): number {
  const sign = text[at];
  if (sign === "\\") return at + 1;
  let end = at + 1;
  if (sign === "`" || sign === "*" || sign === "_") while (text[end] === sign) end += 1;
  return end;
}

function codeAt(text: string, at: number): Found | null {
  if (text[at] !== "`" || text[at - 1] === "`") return null;
  const signs = text.slice(at, past(text, at));
  for (let end = at + signs.length; end < text.length; end = past(text, end)) {
    if (text[end] !== "`" || past(text, end) - end !== signs.length) continue;
    const code = text.slice(at + signs.length, end).replaceAll("\n", " ");
    const bare = /^ .*\S.* $|^ \S $/.test(code) ? code.slice(1, -1) : code;
    return { piece: { style: "code", pieces: [bare] }, end: end + signs.length };
  }
  return null;
}

function linkAt(text: string, at: number): Found | null {
  if (text[at] !== "[") return null;
  let depth = 1;
  for (let end = at + 1; end < text.length; end += 1) {
    const code = codeAt(text, end);
    if (code) end = code.end - 1;
    else if (text[end] === "[") depth += 1;
    else if (text[end] === "]" && (depth -= 1) === 0) {
      const [whole = "", url = ""] = LINK.exec(text.slice(end)) ?? [];
      const pieces = inline(text.slice(at + 1, end));
      if (!url || pieces.some(isLink) || pieces.length === 0) return null;
      return { piece: { style: "link", url, pieces }, end: end + whole.length };
    }
  }
  return null;
}

function isLink(piece: Piece): boolean {
  return typeof piece !== "string" && (piece.style === "link" || piece.pieces.some(isLink));
}

function emphasisAt(text: string, at: number): Found | null {
  const sign = text[at];
  if ((sign !== "*" && sign !== "_") || text[at - 1] === sign) return null;
  const signs = text.slice(at, past(text, at));
  const style = signs === "**" ? "bold" : signs === "_" ? "italic" : null;
  if (!style || !opens(text, at, signs.length)) return null;
  for (let end = at + signs.length; end < text.length;) {
    const within = codeAt(text, end) ?? linkAt(text, end);
    const after = within?.end ?? past(text, end);
    if (!within && text.slice(end, after) === signs && closes(text, end, signs.length)) {
      return { piece: { style, pieces: inline(text.slice(at + signs.length, end)) }, end: after };
    }
    end = after;
  }
  return null;
}

const SPACE = /^\s?$/u;
const PUNCTUATION = /^[\p{P}\p{S}]$/u;

/** Whether signs hold on to the words after them, as CommonMark has it; `_` does not split a word. */
function opens(text: string, at: number, length: number): boolean {
  const [before, after] = [text.charAt(at - 1), text.charAt(at + length)];
  return holds(after, before) && (text[at] === "*" || !holds(before, after) || PUNCTUATION.test(before));
}

function closes(text: string, at: number, length: number): boolean {
  const [before, after] = [text.charAt(at - 1), text.charAt(at + length)];
  return holds(before, after) && (text[at] === "*" || !holds(after, before) || PUNCTUATION.test(after));
}

function holds(inner: string, outer: string): boolean {
  if (SPACE.test(inner)) return false;
  return !PUNCTUATION.test(inner) || SPACE.test(outer) || PUNCTUATION.test(outer);
}

function joined(pieces: Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === "string" && typeof last === "string") all[all.length - 1] = last + piece;
    else all.push(piece);
  }
  return all;
}

/** For where nothing can be formatted: the words, and behind those of a link where it leads. */
export function plainOf(text: string): string {
  return piecesOf(text).map(plain).join("");
}

function plain(piece: Piece): string {
  if (typeof piece === "string") return piece;
  const words = piece.pieces.map(plain).join("");
  return piece.url && piece.url !== words ? `${words} (${piece.url})` : words;
}

export function isFormatted(text: string): boolean {
  return piecesOf(text).some((piece) => typeof piece !== "string");
}
