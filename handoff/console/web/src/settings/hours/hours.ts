/** Business hours as a person edits them: a week of intervals, and days that differ. Pure. */

export interface Interval {
  opens: string;
  closes: string;
}

/** As the API has them: no week at all means always open; a weekday (0 is Monday) that is not there is closed. */
export interface Hours {
  zone: string;
  week: Record<string, Interval[]>;
  holidays: string[];
  exceptions: Record<string, Interval[]>;
}

/** A date with hours of its own; without any it is a holiday. */
export interface SpecialDay {
  date: string;
  intervals: Interval[];
}

export interface HoursForm {
  zone: string;
  always: boolean;
  week: Interval[][];
  days: SpecialDay[];
}

export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;
export const WORKDAYS = [0, 1, 2, 3, 4] as const;
export const USUAL: Interval = { opens: "09:00", closes: "18:00" };
const MINUTES_A_DAY = 24 * 60;

export function toForm(hours: Partial<Hours> & Pick<Hours, "zone">): HoursForm {
  const week = hours.week ?? {};
  const exceptions = hours.exceptions ?? {};
  const holidays = (hours.holidays ?? []).filter((date) => !(date in exceptions));
  const days = [
    ...holidays.map((date) => ({ date, intervals: [] })),
    ...Object.entries(exceptions).map(([date, intervals]) => ({ date, intervals: intervals.map(short) })),
  ];
  return {
    zone: hours.zone,
    always: Object.keys(week).length === 0,
    week: WEEKDAYS.map((day) => (week[day] ?? []).map(short)),
    days: days.sort((a, b) => a.date.localeCompare(b.date)),
  };
}

export function toHours(form: HoursForm): Hours {
  const dated = form.days.filter((day) => day.date);
  return {
    zone: form.zone,
    // All seven days are said, so that a week without any opening is not taken for one without any closing.
    week: form.always ? {} : Object.fromEntries(form.week.map((intervals, day) => [day, inOrder(intervals)])),
    holidays: dated
      .filter((day) => day.intervals.length === 0)
      .map((day) => day.date)
      .sort(),
    exceptions: Object.fromEntries(
      dated
        .filter((day) => day.intervals.length > 0)
        .sort((a, b) => a.date.localeCompare(b.date))
        .map((day) => [day.date, inOrder(day.intervals)]),
    ),
  };
}

/** By the week: as it was last, or a usual one to begin with. */
export function byWeek(form: HoursForm): HoursForm {
  const blank = form.week.every((intervals) => intervals.length === 0);
  const usual = WEEKDAYS.map((day) => (WORKDAYS.some((each) => each === day) ? [USUAL] : []));
  return { ...form, always: false, week: blank ? usual : form.week };
}

/** Into the next day: 22:00–06:00, and 00:00–00:00, which is the whole day. */
export function overnight({ opens, closes }: Interval): boolean {
  return closes <= opens;
}

export type Flaw = "incomplete" | "overlap";

/** What is wrong with the intervals of one day. */
export function flaw(intervals: Interval[]): Flaw | null {
  if (intervals.some((each) => !each.opens || !each.closes)) return "incomplete";
  const sorted = inOrder(intervals);
  const overlaps = sorted.some((each, index) => {
    const next = sorted[index + 1];
    return next !== undefined && (overnight(each) || next.opens < each.closes);
  });
  return overlaps ? "overlap" : null;
}

/** The next interval to offer: after the last one, or the usual day. */
export function nextInterval(intervals: Interval[]): Interval {
  const last = inOrder(intervals).at(-1);
  if (!last || overnight(last)) return USUAL;
  const opens = Math.min(minutes(last.closes) + 60, MINUTES_A_DAY - 60);
  return { opens: clock(opens), closes: clock(Math.min(opens + 240, MINUTES_A_DAY)) };
}

/** Where an interval stands on a day's bar, as shares of the day; the part after midnight stands on the next day's. */
export function bars(week: Interval[][], day: number): { from: number; to: number }[] {
  const before = week[(day + 6) % 7] ?? [];
  const own = (week[day] ?? []).filter(complete).map((each) => ({
    from: minutes(each.opens),
    to: overnight(each) ? MINUTES_A_DAY : minutes(each.closes),
  }));
  const fromBefore = before
    .filter((each) => complete(each) && overnight(each) && minutes(each.closes) > 0 && !wholeDay(each))
    .map((each) => ({ from: 0, to: minutes(each.closes) }));
  return [...fromBefore, ...own].map(({ from, to }) => ({
    from: from / MINUTES_A_DAY,
    to: to / MINUTES_A_DAY,
  }));
}

function wholeDay(interval: Interval): boolean {
  return interval.opens === "00:00" && interval.closes === "00:00";
}

function complete(interval: Interval): boolean {
  return Boolean(interval.opens && interval.closes);
}

/** `09:00:00` as `09:00`. */
function short({ opens, closes }: Interval): Interval {
  return { opens: opens.slice(0, 5), closes: closes.slice(0, 5) };
}

function inOrder(intervals: Interval[]): Interval[] {
  return [...intervals].sort((a, b) => a.opens.localeCompare(b.opens));
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

function clock(minute: number): string {
  const inDay = minute % MINUTES_A_DAY;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}:${String(inDay % 60).padStart(2, "0")}`;
}
