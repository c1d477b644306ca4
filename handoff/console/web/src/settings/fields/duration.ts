/** Durations as people say them: a number and the largest unit in which it is whole. Pure. */

export const UNITS = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;
export type Unit = keyof typeof UNITS;

export interface Duration {
  amount: number;
  unit: Unit;
}

/** Of those offered, the largest that divides it; nothing at all is told in the smallest. */
export function split(seconds: number, units: readonly Unit[]): Duration {
  const fitting = units.filter((unit) => seconds !== 0 && seconds % UNITS[unit] === 0);
  const unit = fitting.sort((a, b) => UNITS[b] - UNITS[a])[0] ?? units[0] ?? "second";
  return { amount: seconds / UNITS[unit], unit };
}

export function inSeconds({ amount, unit }: Duration): number {
  return Math.round(amount * UNITS[unit]);
}
