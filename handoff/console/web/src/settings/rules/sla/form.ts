/** The SLA policies as they are edited: each table as a sheet of texts. Pure. */
import type { FieldProblem } from "../chapter/problems";
import type { Shape } from "../chapter/useEditing";
import { newId, type Policies, type Policy } from "../model";
import { toSheet, toTable, unreadable, type Sheet } from "./sheet";

export interface PolicyForm extends Omit<Policy, "tables"> {
  sheets: Sheet[];
}
export interface SlaForm {
  policies: PolicyForm[];
}

/** `levels` from the lowest; `message` is what is said of a limit that can't be read. */
export function slaShape(levels: readonly string[], message: string): Shape<Policies, SlaForm> {
  return {
    toForm: ({ policies }) => ({
      policies: policies.map(({ tables, ...rest }) => ({
        ...rest,
        sheets: tables.map((table) => toSheet(table, levels)),
      })),
    }),
    toValue,
    wrong: ({ policies }) =>
      policies.flatMap(({ sheets }, policy) =>
        sheets.flatMap((sheet, table) =>
          unreadable(sheet).map(({ row, column }): FieldProblem => {
            const level = sheet.columns[column - sheet.axes.length] ?? "*";
            return { field: `policies.${policy}.tables.${table}.cells.${row}.limits.${level}`, message };
          }),
        ),
      ),
  };
}

export function toValue({ policies }: SlaForm): Policies {
  return {
    policies: policies.map(({ sheets, ...rest }) => ({ ...rest, tables: sheets.map(toTable) })),
  };
}

export function newPolicy(levels: readonly string[], name: string): PolicyForm {
  const columns = [...[...levels].reverse(), "*"];
  return {
    id: newId(),
    name,
    when: { kind: "all", of: [] },
    time: "business",
    pauses: { next_response: ["on_hold"], resolution: ["on_hold", "customer"] },
    sheets: [{ target: "first_response", axes: [], columns, rows: [columns.map(() => "")] }],
    steps: [],
  };
}
