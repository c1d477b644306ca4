/** How long a messenger still slows us down. */
import { useTicking } from "../../shared/ticking";

/** Whole seconds, and 0 when the moment has passed or there is none. */
export function useSecondsUntil(at: string | null): number {
  return useTicking((now) => (at ? Math.max(0, Math.ceil((Date.parse(at) - now) / 1000)) : 0));
}
