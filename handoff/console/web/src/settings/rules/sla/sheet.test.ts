import { describe, expect, it } from "vitest";

import type { Table } from "../model";
import {
  blankRow,
  blockOf,
  copied,
  filled,
  filledDown,
  NO_PROMISE,
  pasted,
  toSheet,
  toTable,
  unreadable,
  withAxes,
} from "./sheet";

const table: Table = {
  target: "first_response",
  axes: ["customer_tier", "channel"],
  cells: [
    { row: ["gold", "*"], limits: { critical: 300, normal: 3600 } },
    { row: ["*", "telegram"], limits: { "*": null } },
  ],
};
const sheet = toSheet(table, ["normal", "critical"]);

describe("a sheet of limits", () => {
  it("has the axes first, then the most urgent priority", () => {
    expect(sheet.columns).toEqual(["critical", "normal", "*"]);
    expect(sheet.rows).toEqual([
      ["gold", "*", "5m", "1h", ""],
      ["*", "telegram", "", "", NO_PROMISE],
    ]);
  });

  it("is read as the table that it was made from", () => {
    expect(toTable(sheet)).toEqual(table);
  });

  it("keeps the column of a level that is gone", () => {
    expect(toSheet(table, ["normal"]).columns).toEqual(["normal", "critical", "*"]);
  });

  it("says which limits can't be read, and takes an empty axis for any", () => {
    const typed = { ...sheet, rows: [["", "x", "soon", "0m", "1:30"]] };
    expect(unreadable(typed)).toEqual([
      { row: 0, column: 2 },
      { row: 0, column: 3 },
    ]);
    expect(toTable(typed).cells[0]?.row).toEqual(["*", "x"]);
  });

  it("takes a block from a spreadsheet, adding rows and cutting what hangs over", () => {
    const after = pasted(sheet, { row: 1, column: 3 }, "10m\t20m\t30m\r\n15m\t25m\t35m\r\n");
    expect(after.rows[1]).toEqual(["*", "telegram", "", "10m", "20m"]);
    expect(after.rows[2]).toEqual(["*", "*", "", "15m", "25m"]);
    expect(sheet.rows).toHaveLength(2);
  });

  it("gives a block that can be pasted", () => {
    const all = blockOf({ row: 1, column: 4 }, { row: 0, column: 0 });
    expect(pasted({ ...sheet, rows: [] }, { row: 0, column: 0 }, copied(sheet, all)).rows).toEqual(
      sheet.rows,
    );
  });

  it("fills down the first row of a block, or the cell above a single one", () => {
    const block = blockOf({ row: 0, column: 2 }, { row: 1, column: 3 });
    expect(filledDown(sheet, block).rows[1]).toEqual(["*", "telegram", "5m", "1h", NO_PROMISE]);
    const single = blockOf({ row: 1, column: 3 }, { row: 1, column: 3 });
    expect(filledDown(sheet, single).rows[1]).toEqual(["*", "telegram", "", "1h", NO_PROMISE]);
  });

  it("empties a block, and axes become any", () => {
    const row = filled(sheet, blockOf({ row: 0, column: 0 }, { row: 0, column: 2 }), "").rows[0];
    expect(row).toEqual(["*", "*", "", "1h", ""]);
  });

  it("keeps the words of an axis that stays", () => {
    const other = withAxes(sheet, ["kind", "customer_tier"]);
    expect(other.rows[0]).toEqual(["*", "gold", "5m", "1h", ""]);
    expect(blankRow(other)).toEqual(["*", "*", "", "", ""]);
  });
});
