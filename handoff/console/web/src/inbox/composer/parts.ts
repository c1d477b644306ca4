/** How many messages a long text makes: cut between paragraphs, else sentences, else words, as the sender does. Pure. */

const ENDS = [/\n\s*\n/g, /[.!?…;]+["»”)]*\s|\n/g, /\s/g];

/** Lengths are in UTF-16 units, as messengers count. */
export function partsOf(text: string, longest: number): number {
  let rest = text.trim();
  let parts = rest ? 1 : 0;
  while (rest.length > longest) {
    rest = rest.slice(cut(rest, longest)).trimStart();
    if (rest) parts += 1;
  }
  return parts;
}

/** In the later half, so that pieces do not get tiny. */
function cut(text: string, longest: number): number {
  const head = text.slice(0, longest + 1);
  for (const end of ENDS) {
    const places = [...head.matchAll(end)].map((found) => found.index + found[0].length);
    const last = places.findLast((place) => place > longest / 2 && place <= longest + 1);
    if (last !== undefined) return last;
  }
  return longest;
}
