/** Until when a session may be put aside, in the reader's own time. Pure. */

export interface Preset {
  name: "hour" | "threeHours" | "tomorrow";
  at: Date;
}

const HOUR = 3_600_000;
const MORNING = 9;

/** The usual ends of a hold that the line allows. */
export function presets(now: Date, last: Date): Preset[] {
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING);
  const all: Preset[] = [
    { name: "hour", at: new Date(now.getTime() + HOUR) },
    { name: "threeHours", at: new Date(now.getTime() + 3 * HOUR) },
    { name: "tomorrow", at: tomorrow },
  ];
  return all.filter(({ at }) => at < last);
}

/** As a field of type `datetime-local` writes it. */
export function localInput(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
