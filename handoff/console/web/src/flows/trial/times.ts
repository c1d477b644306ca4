/** Moments as a field of the browser writes them, in the reader's time. Pure but for the time zone. */

/** `2026-11-23T12:00`, for `<input type="datetime-local">`. */
export function toLocal(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function fromLocal(text: string): string | null {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Whole seconds from one moment to another; none for one that is past. */
export function secondsTo(until: string, from: string): number {
  return Math.max(0, Math.ceil((Date.parse(until) - Date.parse(from)) / 1000));
}
