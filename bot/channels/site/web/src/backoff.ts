const FIRST = 1_000;
const LONGEST = 30_000;

/** Milliseconds to wait before try number `tries` (from 1): doubling, and spread so that a crowd does not return at once. */
export function wait(tries: number, random: number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** (tries - 1));
  return longest / 2 + (longest / 2) * random;
}
