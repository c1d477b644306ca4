/** A sheet under one's hands as a spreadsheet is: a place, a block from it, and a cell that is being typed into. */
import { useState, type ClipboardEvent, type KeyboardEvent, type MouseEvent } from "react";

import { blockOf, copied, filled, filledDown, pasted, type Place, type Sheet } from "./sheet";

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function focusCell(within: Element, { row, column }: Place): void {
  within.closest("table")?.querySelector<HTMLElement>(`[data-place="${row} ${column}"]`)?.focus();
}

export function useGrid(sheet: Sheet, readOnly: boolean, onChange: (sheet: Sheet) => void) {
  const [chosen, setHead] = useState<Place>({ row: 0, column: 0 });
  const [other, setAnchor] = useState<Place>(chosen);
  /** What a cell begins with when it is typed into; null when none is. */
  const [typing, setTyping] = useState<string | null>(null);

  const rows = sheet.rows.length;
  const columns = sheet.axes.length + sheet.columns.length;
  const within = ({ row, column }: Place): Place => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  });
  // Rows and axes may have been taken away meanwhile.
  const head = within(chosen);
  const anchor = within(other);
  const block = blockOf(anchor, head);

  const select = (from: Element, to: Place, extend = false) => {
    const place = within(to);
    setHead(place);
    if (!extend) setAnchor(place);
    focusCell(from, place);
  };

  const edit = (text?: string) => {
    if (readOnly) return;
    setAnchor(head);
    setTyping(text ?? sheet.rows[head.row]?.[head.column] ?? "");
  };

  /** Typing is over: with a text to keep, or without. */
  const finish = (text: string | null) => {
    setTyping(null);
    if (text !== null) onChange(filled(sheet, blockOf(head, head), text.trim()));
  };

  /** The next cell in reading order. Past the last the key leaves the sheet, as it leaves any other field. */
  const tab = (event: KeyboardEvent) => {
    const index = head.row * columns + head.column + (event.shiftKey ? -1 : 1);
    if (index < 0 || index >= rows * columns) return;
    event.preventDefault();
    select(event.currentTarget, { row: Math.floor(index / columns), column: index % columns });
  };

  const pressed = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.place === undefined) return;
    const table = event.currentTarget;
    const arrow = ARROWS[event.key];
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.key === "Tab") return tab(event);
    if (arrow) select(table, { row: head.row + arrow[0], column: head.column + arrow[1] }, event.shiftKey);
    else if (event.key === "Home") select(table, { ...head, column: 0 }, event.shiftKey);
    else if (event.key === "End") select(table, { ...head, column: columns - 1 }, event.shiftKey);
    else if (control && key === "a") {
      setAnchor({ row: 0, column: 0 });
      select(table, { row: rows - 1, column: columns - 1 }, true);
    } else if (readOnly) return;
    else if (event.key === "Enter" || event.key === "F2") edit();
    else if (event.key === "Delete" || event.key === "Backspace") onChange(filled(sheet, block, ""));
    else if (control && key === "d") onChange(filledDown(sheet, block));
    else if (event.key.length === 1 && !control && !event.altKey) edit(event.key);
    else return;
    // Single keys are commands elsewhere on the page.
    event.preventDefault();
    event.stopPropagation();
  };

  const copy = (event: ClipboardEvent) => {
    if (typing !== null) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copied(sheet, block));
  };
  const cut = (event: ClipboardEvent) => {
    if (typing !== null || readOnly) return;
    copy(event);
    onChange(filled(sheet, block, ""));
  };
  const paste = (event: ClipboardEvent) => {
    if (typing !== null || readOnly) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const single = !/[\t\n]/.test(text.trim());
    onChange(
      single
        ? filled(sheet, block, text.trim())
        : pasted(sheet, { row: block.top, column: block.left }, text),
    );
  };

  const cell = (place: Place) => {
    const here = place.row === head.row && place.column === head.column;
    return {
      "data-place": `${place.row} ${place.column}`,
      tabIndex: here ? 0 : -1,
      onMouseDown: (event: MouseEvent) => {
        if (here && typing !== null) return;
        event.preventDefault();
        // A second press types into the cell, as a tap on a telephone has no double click.
        if (here && !event.shiftKey && document.activeElement === event.currentTarget) edit();
        else select(event.currentTarget, place, event.shiftKey);
      },
    };
  };

  return {
    block,
    head,
    typing,
    finish,
    tab,
    select,
    cell,
    events: { onKeyDown: pressed, onCopy: copy, onCut: cut, onPaste: paste },
  };
}

export type Grid = ReturnType<typeof useGrid>;
