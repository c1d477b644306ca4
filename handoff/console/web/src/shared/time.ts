/** Times as short as a list wants them. Pure. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function unit(value: number, name: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
}

/** How long something lasts: `45 sec`, `12 min`, `3 hr`, `2 days`, in the reader's language. */
export function lasting(from: string, now: Date, locale: string): string {
  const passed = Math.max(0, now.getTime() - Date.parse(from));
  if (passed < MINUTE) return unit(Math.floor(passed / 1000), "second", locale);
  if (passed < HOUR) return unit(Math.floor(passed / MINUTE), "minute", locale);
  if (passed < DAY) return unit(Math.floor(passed / HOUR), "hour", locale);
  return unit(Math.floor(passed / DAY), "day", locale);
}

/** When something was: how long ago within the day, else the date. */
export function when(at: string, now: Date, locale: string): string {
  const date = new Date(at);
  if (now.getTime() - date.getTime() < MINUTE) {
    return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(0, "second");
  }
  if (now.getTime() - date.getTime() < 20 * HOUR) return lasting(at, now, locale);
  const year = date.getFullYear() === now.getFullYear() ? undefined : "2-digit";
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year }).format(date);
}
