/** The table of how people did: its columns, in any order of its rows, and as a file. Pure. */
import type { components } from "../../api/schema";

export type Work = components["schemas"]["WorkView"];

/** All but the person, in the order of the table. `first_response` is in seconds. */
export const NUMBERS = ["closed", "effort", "first_response", "unresolved", "reopened", "breaches"] as const;
export type NumberColumn = (typeof NUMBERS)[number];
export type Column = "person" | NumberColumn;

export interface Order {
  by: Column;
  descending: boolean;
}

export type NameOf = (row: Work) => string;

/** What is not known comes last, whichever way the others stand. */
export function ordered(rows: readonly Work[], { by, descending }: Order, nameOf: NameOf): Work[] {
  const sign = descending ? -1 : 1;
  const byName = (a: Work, b: Work) => nameOf(a).localeCompare(nameOf(b));
  if (by === "person") return [...rows].sort((a, b) => sign * byName(a, b));
  return [...rows].sort((a, b) => {
    const [one, other] = [a[by], b[by]];
    if (one === null || other === null) return Number(one === null) - Number(other === null) || byName(a, b);
    return sign * (one - other) || byName(a, b);
  });
}

/** A click on the column that is in force turns it round; numbers begin with the largest, names with A. */
export function nextOrder(order: Order, by: Column): Order {
  if (order.by === by) return { by, descending: !order.descending };
  return { by, descending: by !== "person" };
}

/** Sums; a median has none. */
export function total(rows: readonly Work[], by: NumberColumn): number | null {
  if (by === "first_response") return null;
  return rows.reduce((sum, row) => sum + row[by], 0);
}

export function toCsv(rows: readonly Work[], head: readonly string[], nameOf: NameOf): string {
  const lines = rows.map((row) => [nameOf(row), ...NUMBERS.map((by) => String(row[by] ?? ""))]);
  return [head, ...lines].map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
}

/** A name that begins like a formula must not become one in a spreadsheet. */
function quoted(text: string): string {
  const plain = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
