/**
 * What the server says in English, in the reader's language: why a change was refused, why a message was not sent, what
 * troubles a channel. Its sentences are told apart by their English words (`messages/said/en.json`, whose places are
 * filled with names and numbers), so that what was stored years ago is worded like what is refused now. What is no
 * sentence of ours, such as a messenger's own words, stays as it is.
 */
export type Sentences = Record<string, string>;

const PLACE = /\{(\w+)\}/g;

export function wording(english: Sentences, own: Sentences): (text: string) => string {
  const whole = new Map<string, string>();
  const patterns: { pattern: RegExp; worded: string }[] = [];
  // The more of it is ours, the surer it is this sentence.
  for (const [code, text] of Object.entries(english).sort(([, a], [, b]) => bare(b) - bare(a))) {
    const worded = own[code] ?? text;
    if (text.search(PLACE) < 0) whole.set(text, worded);
    else patterns.push({ pattern: patternOf(text), worded });
  }
  const say = (text: string): string => {
    const known = whole.get(text);
    if (known !== undefined) return known;
    for (const { pattern, worded } of patterns) {
      const values = pattern.exec(text)?.groups;
      if (values) return worded.replace(PLACE, (_, name: string) => say(values[name] ?? ""));
    }
    const [first, ...more] = text.split(/(?<=[.!?]) (?=[\p{Lu}“])/u);
    return first === undefined || more.length === 0 ? text : [first, ...more].map(say).join(" ");
  };
  return say;
}

function bare(text: string): number {
  return text.replace(PLACE, "").length;
}

function patternOf(text: string): RegExp {
  const parts = text.split(PLACE).map((part, n) => (n % 2 ? `(?<${part}>.+)` : escaped(part)));
  return new RegExp(`^${parts.join("")}$`, "su");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

let say = (text: string) => text;

/** From now on sentences are worded so; by whoever knows the reader's language. */
export function speak(worded: (text: string) => string): void {
  say = worded;
}

export function said(text: string): string {
  return say(text);
}
