/** A sheet of limits: rows by the axes, columns by priority. */
import { ActionIcon, Button, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslations } from "use-intl";

import { useLevelName } from "../../../inbox/marks/levels";
import { useProblemsUnder } from "../chapter/useProblem";
import { useFactName } from "../conditions/useFacts";
import { without } from "../lists";
import { ANY } from "../model";
import { CellInput } from "./CellInput";
import { AxisWords, CellText } from "./MatrixCell";
import { blankRow, isIn, isReadable, type Sheet } from "./sheet";
import own from "./sla.module.css";
import { useGrid } from "./useGrid";

interface Props {
  sheet: Sheet;
  path: string;
  readOnly: boolean;
  onChange: (sheet: Sheet) => void;
}

export function Matrix({ sheet, path, readOnly, onChange }: Props) {
  const t = useTranslations("rules.sla");
  const factName = useFactName();
  const levelName = useLevelName();
  const id = useId();
  const grid = useGrid(sheet, readOnly, onChange);
  const problems = useProblemsUnder(`${path}.cells`);
  const width = sheet.axes.length;
  const wrongAt = (row: number, column: number) =>
    problems.find(({ field }) => field === `${path}.cells.${row}.${fieldOf(sheet, column)}`)?.message;
  return (
    <>
      <div className={own.wide}>
        <table
          className={own.matrix}
          role="grid"
          aria-label={t("sheet")}
          aria-multiselectable
          {...grid.events}
        >
          <thead>
            <tr>
              {sheet.axes.map((axis) => (
                <th key={axis} scope="col" data-axis>
                  {factName(axis)}
                </th>
              ))}
              {sheet.columns.map((column) => (
                <th key={column} scope="col">
                  {column === ANY ? t("anyLevel") : levelName(column)}
                </th>
              ))}
              <th aria-label={t("remove")} />
            </tr>
          </thead>
          <tbody>
            {sheet.rows.map((texts, row) => (
              <tr key={row}>
                {texts.map((text, column) => {
                  const here = grid.head.row === row && grid.head.column === column;
                  const wrong =
                    wrongAt(row, column) ?? (isReadable(sheet, column, text) ? undefined : t("unreadable"));
                  return (
                    <td
                      key={column}
                      role="gridcell"
                      title={wrong}
                      data-axis={column < width || undefined}
                      data-wrong={wrong ? true : undefined}
                      data-here={here || undefined}
                      aria-selected={isIn(grid.block, row, column)}
                      aria-invalid={wrong ? true : undefined}
                      {...grid.cell({ row, column })}
                    >
                      {here && grid.typing !== null ? (
                        <CellInput
                          grid={grid}
                          label={column < width ? factName(sheet.axes[column] ?? "") : t("limit")}
                          words={column < width ? `${id}-${column}` : undefined}
                        />
                      ) : (
                        <CellText axis={sheet.axes[column]} text={text} />
                      )}
                    </td>
                  );
                })}
                <td>
                  {!readOnly && (
                    <ActionIcon
                      size="sm"
                      color="gray"
                      aria-label={t("removeRow", { row: row + 1 })}
                      onClick={() => onChange({ ...sheet, rows: without(sheet.rows, row) })}
                    >
                      <IconX size={14} />
                    </ActionIcon>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sheet.axes.map((axis, column) => (
        <AxisWords key={axis} id={`${id}-${column}`} axis={axis} />
      ))}
      {!readOnly && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ ...sheet, rows: [...sheet.rows, blankRow(sheet)] })}
        >
          {t("addRow")}
        </Button>
      )}
      {problems.map(({ field, message }) => (
        <Text key={field} size="xs" c="red">
          {t("inRow", { row: Number(field.slice(path.length).split(".")[2] ?? 0) + 1, message })}
        </Text>
      ))}
    </>
  );
}

/** What the server calls a cell of a row: it has one name for all the words of the axes. */
function fieldOf(sheet: Sheet, column: number): string {
  const width = sheet.axes.length;
  return column < width ? "row" : `limits.${sheet.columns[column - width] ?? ANY}`;
}
