/** How a clock stands at a moment, from what the server said of it a while ago. Pure. */
import type { ClockView } from "../../api/types";

export interface Standing {
  light: ClockView["light"];
  /** Seconds; below zero when late. */
  left: number;
  stop: ClockView["stopped_by"];
}

/** Closed hours come and go by themselves; other stops are told live. */
export function standingAt(clock: ClockView, now: number): Standing {
  const paused = clock.stopped_by === "customer" || clock.stopped_by === "on_hold";
  if (clock.met_at || paused) return { light: clock.light, left: clock.left_seconds, stop: clock.stopped_by };
  const from = clock.stopped_by ? at(clock.resumes_at) : Date.parse(clock.read_at);
  const until = Math.min(now, at(clock.closes_at));
  const stopped = now < from || now >= at(clock.closes_at);
  return {
    light: lightAt(clock, now),
    left: clock.left_seconds - Math.max(0, until - from) / 1000,
    stop: stopped ? "closed_hours" : null,
  };
}

function lightAt(clock: ClockView, now: number): ClockView["light"] {
  if (clock.light === "red" || now >= at(clock.due_at)) return "red";
  return clock.light === "amber" || now >= at(clock.amber_at) ? "amber" : "green";
}

/** What is never reached is reached at the end of time. */
function at(time: string | null): number {
  return time === null ? Infinity : Date.parse(time);
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;
const SOON = 300;

/** Time left as short as a row wants it: `2d 4h`, `1h 20m`, `12m`, and in the last minutes `4:05`; late has a minus. */
export function shortly(seconds: number, locale: string): string {
  const whole = Math.floor(Math.abs(seconds));
  return `${seconds < 0 && whole > 0 ? "−" : ""}${amount(whole, locale)}`;
}

function amount(seconds: number, locale: string): string {
  if (seconds < SOON) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  const parts: string[] = [];
  let rest = seconds;
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0)
      parts.push(new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" }).format(count));
  }
  return parts.join(" ");
}
