/** The time in which the messenger takes our own words. Pure. */

export type Light = "green" | "amber" | "red";

const AMBER_S = 2 * 3600;
const RED_S = 30 * 60;

export function lightOf(secondsLeft: number): Light {
  if (secondsLeft < RED_S) return "red";
  return secondsLeft < AMBER_S ? "amber" : "green";
}

/** No time is named where there is no end to it. */
export function isShut(until: string | null, now: number): boolean {
  return until !== null && Date.parse(until) <= now;
}
