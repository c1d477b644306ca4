/**
 * What the live feed told a moment ago. A list that was being read meanwhile may be older than that, so it is laid over
 * each list that arrives: whichever of the two came first, the screen ends up with the newer row.
 */
import type { Row } from "../api/types";
import { applyRow, removeRow, type ListQuery, type Pages, type Reader } from "./apply";

/** No list is on its way for longer. */
const KEPT_MS = 20_000;

export class Recent {
  private readonly told = new Map<string, { row: Row | null; at: number }>();

  changed(row: Row, now = Date.now()): void {
    this.keep(row.id, row, now);
  }

  /** The reader may not see it any more. */
  hidden(id: string, now = Date.now()): void {
    this.keep(id, null, now);
  }

  over(list: Pages, query: ListQuery, me: Reader, now = Date.now()): Pages {
    let result = list;
    for (const [id, { row, at }] of this.told) {
      if (now - at > KEPT_MS) continue;
      result = row ? applyRow(result, query, row, me) : removeRow(result, id);
    }
    return result;
  }

  private keep(id: string, row: Row | null, now: number): void {
    for (const [old, { at }] of this.told) if (now - at > KEPT_MS) this.told.delete(old);
    this.told.set(id, { row, at: now });
  }
}
