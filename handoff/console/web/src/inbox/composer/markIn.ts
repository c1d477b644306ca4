/** Marks what is selected in a field, such that undo takes it back. */
import { marked, type Mark } from "./marking";

export function markIn(area: HTMLTextAreaElement, mark: Mark): void {
  const { value: text, selectionStart: start, selectionEnd: end } = area;
  const next = marked({ text, start, end }, mark);
  area.focus();
  area.select();
  // Deprecated, and the one way to type into a field that its undo knows of.
  document.execCommand("insertText", false, next.text);
  area.setSelectionRange(next.start, next.end);
}
