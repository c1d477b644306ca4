/** Lengths of time as people type them into a cell, and as they read them. In seconds. Pure. */

const SECONDS: [RegExp, number][] = [
  [/^(s|sec|secs|с|сек)$/, 1],
  [/^(m|min|mins|м|мин|)$/, 60],
  [/^(h|hr|hrs|ч|час)$/, 3600],
  [/^(d|day|days|д|дн|день)$/, 86_400],
];

function secondsIn(unit: string): number | null {
  return SECONDS.find(([names]) => names.test(unit))?.[1] ?? null;
}

/** `5m`, `2h`, `1d`, `1h 30m`, `1.5h`, `1:30` (hours and minutes), `20` (minutes); null for what is none of these. */
export function parseDuration(text: string): number | null {
  const plain = text.trim().toLowerCase();
  const clock = /^(\d+):([0-5]\d)$/.exec(plain);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60;
  if (!/^(\d+([.,]\d+)?\s*\p{L}*\.?\s*)+$/u.test(plain)) return null;
  let sum = 0;
  for (const [, number = "", unit = ""] of plain.matchAll(/(\d+(?:[.,]\d+)?)\s*(\p{L}*)/gu)) {
    const seconds = secondsIn(unit);
    if (seconds === null) return null;
    sum += Number(number.replace(",", ".")) * seconds;
  }
  return Math.round(sum);
}

const UNITS = [
  ["day", "d", 86_400],
  ["hour", "h", 3600],
  ["minute", "m", 60],
  ["second", "s", 1],
] as const;

/** Days only where they are whole: in open hours 27 hours are three working days, not one day and three hours. */
function pieces(seconds: number): { value: number; unit: (typeof UNITS)[number] }[] {
  let left = Math.round(seconds);
  const units = left % UNITS[0][2] === 0 ? UNITS : UNITS.slice(1);
  const found = units.map((unit) => {
    const value = Math.floor(left / unit[2]);
    left -= value * unit[2];
    return { value, unit };
  });
  return found.filter((each) => each.value > 0);
}

/** As it would be typed: `1h 30m`. */
export function typedDuration(seconds: number): string {
  return (
    pieces(seconds)
      .map(({ value, unit }) => `${value}${unit[1]}`)
      .join(" ") || "0m"
  );
}

/** In the reader's language: `1 hr 30 min`. */
export function saidDuration(seconds: number, locale: string): string {
  const said = pieces(Math.abs(seconds)).map(({ value, unit }) =>
    new Intl.NumberFormat(locale, { style: "unit", unit: unit[0], unitDisplay: "short" }).format(value),
  );
  return (
    said.join(" ") ||
    new Intl.NumberFormat(locale, { style: "unit", unit: "minute", unitDisplay: "short" }).format(0)
  );
}
