/**
 * A table of limits as a sheet of texts: a column for each axis, then one for each priority. What is typed stays as it
 * is typed, right or wrong, until it is read as a table. Pure.
 */
import { ANY, type Cell, type Table, type Target } from "../model";
import { parseDuration, typedDuration } from "./duration";

export interface Sheet {
  target: Target;
  axes: string[];
  /** Levels, the most urgent first, and `*`. */
  columns: string[];
  rows: string[][];
}

export interface Place {
  row: number;
  column: number;
}

/** What says in a cell that nothing is promised; an empty one says nothing at all. */
export const NO_PROMISE = "–";
const NO_WORDS = ["-", "–", "—", "no", "нет"];

export function saysNoPromise(text: string): boolean {
  return NO_WORDS.includes(text.trim().toLowerCase());
}

/** `levels` from the lowest. A level that the scheme has no more keeps its column while the table speaks of it. */
export function toSheet(table: Table, levels: readonly string[]): Sheet {
  const spoken = table.cells.flatMap((cell) => Object.keys(cell.limits));
  const columns = [...new Set([...[...levels].reverse(), ...spoken.filter((each) => each !== ANY), ANY])];
  const rows = table.cells.map((cell) => [
    ...cell.row,
    ...columns.map((column) => (column in cell.limits ? typedLimit(cell.limits[column] ?? null) : "")),
  ]);
  return { target: table.target, axes: table.axes, columns, rows };
}

function typedLimit(limit: number | null): string {
  return limit === null ? NO_PROMISE : typedDuration(limit);
}

/** Row by row, so that places agree. A limit that can't be read says nothing here: see `unreadable`. */
export function toTable(sheet: Sheet): Table {
  const cells = sheet.rows.map((row): Cell => {
    const limits = sheet.columns.flatMap((column, index): [string, number | null][] => {
      const text = row[sheet.axes.length + index]?.trim() ?? "";
      if (saysNoPromise(text)) return [[column, null]];
      const limit = parseDuration(text);
      return limit === null ? [] : [[column, limit]];
    });
    return {
      row: sheet.axes.map((_, index) => row[index]?.trim() || ANY),
      limits: Object.fromEntries(limits),
    };
  });
  return { target: sheet.target, axes: sheet.axes, cells };
}

export function isReadable(sheet: Sheet, column: number, text: string): boolean {
  if (column < sheet.axes.length || text.trim() === "" || saysNoPromise(text)) return true;
  return (parseDuration(text) ?? 0) > 0;
}

/** The places of limits that nobody could keep, since they are not lengths of time. */
export function unreadable(sheet: Sheet): Place[] {
  return sheet.rows.flatMap((texts, row) =>
    texts.flatMap((text, column) => (isReadable(sheet, column, text) ? [] : [{ row, column }])),
  );
}

export function blankRow(sheet: Sheet): string[] {
  return [...sheet.axes.map(() => ANY), ...sheet.columns.map(() => "")];
}

/** Other axes: each keeps its words where it was an axis before, and begins with any. */
export function withAxes(sheet: Sheet, axes: string[]): Sheet {
  const rows = sheet.rows.map((row) => [
    ...axes.map((axis) => {
      const before = sheet.axes.indexOf(axis);
      return before < 0 ? ANY : (row[before] ?? ANY);
    }),
    ...row.slice(sheet.axes.length),
  ]);
  return { ...sheet, axes, rows };
}

// -- blocks, as a spreadsheet has them ---------------------------------------------------------------------------

export interface Block {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export function blockOf(one: Place, other: Place): Block {
  return {
    top: Math.min(one.row, other.row),
    left: Math.min(one.column, other.column),
    bottom: Math.max(one.row, other.row),
    right: Math.max(one.column, other.column),
  };
}

export function isIn(block: Block, row: number, column: number): boolean {
  return row >= block.top && row <= block.bottom && column >= block.left && column <= block.right;
}

/** Tabs between cells, a line for each row: what spreadsheets understand. */
export function copied(sheet: Sheet, block: Block): string {
  return sheet.rows
    .slice(block.top, block.bottom + 1)
    .map((row) => row.slice(block.left, block.right + 1).join("\t"))
    .join("\n");
}

/** A copied block put down from a place on; rows that are missing are added, and what hangs over the edge is cut off. */
export function pasted(sheet: Sheet, at: Place, text: string): Sheet {
  const block = text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map((line) => line.split("\t"));
  const rows = sheet.rows.map((row) => [...row]);
  block.forEach((line, down) => {
    const row = (rows[at.row + down] ??= blankRow(sheet));
    line.forEach((value, right) => {
      if (at.column + right < row.length) row[at.column + right] = value.trim();
    });
  });
  return { ...sheet, rows };
}

/** The same text in every cell of a block; an axis that is emptied is any. */
export function filled(sheet: Sheet, block: Block, text: string): Sheet {
  const put = (column: number) => (text === "" && column < sheet.axes.length ? ANY : text);
  return {
    ...sheet,
    rows: sheet.rows.map((row, down) =>
      row.map((value, column) => (isIn(block, down, column) ? put(column) : value)),
    ),
  };
}

/** The block's first row repeated to its last; a single cell takes what is above it. */
export function filledDown(sheet: Sheet, block: Block): Sheet {
  const top = block.top === block.bottom ? Math.max(0, block.top - 1) : block.top;
  const source = sheet.rows[top] ?? [];
  return {
    ...sheet,
    rows: sheet.rows.map((row, down) =>
      down <= top || down > block.bottom
        ? row
        : row.map((value, column) => (isIn(block, block.top, column) ? (source[column] ?? value) : value)),
    ),
  };
}
