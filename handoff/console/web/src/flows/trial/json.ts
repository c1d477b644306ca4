/** JSON as people type it and read it. Pure. */

export function pretty(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Nothing at all is `null`. */
export function parsed(text: string): { ok: boolean; value: unknown } {
  if (!text.trim()) return { ok: true, value: null };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, value: null };
  }
}
