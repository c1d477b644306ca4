import { expect, it } from "vitest";

import { nextOrder, ordered, toCsv, total, type Work } from "./table";

function did(operator: string | null, numbers: Partial<Work>): Work {
  return {
    operator,
    closed: 0,
    unresolved: 0,
    reopened: 0,
    effort: 0,
    breaches: 0,
    first_response: null,
    ...numbers,
  };
}

const ROWS = [
  did("anna", { closed: 3, first_response: 60 }),
  did(null, { breaches: 2 }),
  did("boris", { closed: 5, first_response: 30 }),
];
const nameOf = (row: Work) => row.operator ?? "Queues";
const names = (rows: Work[]) => rows.map(nameOf);

it("orders by any column, what is not known always last", () => {
  expect(names(ordered(ROWS, { by: "closed", descending: true }, nameOf))).toEqual([
    "boris",
    "anna",
    "Queues",
  ]);
  expect(names(ordered(ROWS, { by: "first_response", descending: false }, nameOf))).toEqual([
    "boris",
    "anna",
    "Queues",
  ]);
  expect(names(ordered(ROWS, { by: "first_response", descending: true }, nameOf))).toEqual([
    "anna",
    "boris",
    "Queues",
  ]);
  expect(names(ordered(ROWS, { by: "person", descending: false }, nameOf))).toEqual([
    "anna",
    "boris",
    "Queues",
  ]);
});

it("turns round the column that is in force", () => {
  const byEffort = nextOrder({ by: "person", descending: false }, "effort");
  expect(byEffort).toEqual({ by: "effort", descending: true });
  expect(nextOrder(byEffort, "effort")).toEqual({ by: "effort", descending: false });
});

it("adds up all but medians", () => {
  expect([total(ROWS, "closed"), total(ROWS, "first_response")]).toEqual([8, null]);
});

it("writes a file that spreadsheets read, and no formulas", () => {
  const head = ["Person", "Closed", "Effort", "First response", "Unresolved", "Reopened", "Breaches"];
  const rows = [did('=1+1,"x"', { closed: 1 }), did("anna", { closed: 3, effort: 4, first_response: 61.5 })];
  expect(toCsv(rows, head, nameOf)).toBe(
    "Person,Closed,Effort,First response,Unresolved,Reopened,Breaches\r\n" +
      '"\'=1+1,""x""",1,0,,0,0,0\r\n' +
      "anna,3,4,61.5,0,0,0\r\n",
  );
});
