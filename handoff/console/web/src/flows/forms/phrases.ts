/**
 * Sentences of the server's that have something in them: 'There is no line “sales”.' They come in English and are
 * recognised by the English messages under `flows.phrases`. Pure.
 */
export type Phrases = Readonly<Record<string, string>>;
type Values = Record<string, string>;

const PLACE = /\{(\w+)\}/g;
/** What stands here is the server's own words again; all else is somebody's names and texts. */
const WITHIN = new Set(["now", "was", "why", "what", "step", "port", "event"]);

/** The sentence by another wording of its phrase; null for one that is no phrase. `say` words what stands within it. */
export function phrased(
  sentence: string,
  english: Phrases,
  own: Phrases,
  say: (words: string) => string,
): string | null {
  for (const [name, template] of Object.entries(english)) {
    const values = fitted(template, sentence);
    if (!values) continue;
    return (own[name] ?? template).replaceAll(PLACE, (_, key: string) => {
      const value = values[key] ?? "";
      return WITHIN.has(key) ? say(value) : value;
    });
  }
  return null;
}

function fitted(template: string, sentence: string): Values | null {
  return (pattern(template).exec(sentence)?.groups as Values | undefined) ?? null;
}

const known = new Map<string, RegExp>();

function pattern(template: string): RegExp {
  const before = known.get(template);
  if (before) return before;
  const literal = template.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&");
  const made = new RegExp(`^${literal.replaceAll(PLACE, "(?<$1>[^]*?)")}$`);
  known.set(template, made);
  return made;
}
