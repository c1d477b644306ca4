/**
 * Carrying rows up and down by a handle, with mouse, pen or finger; the arrow keys do the same. The rows change places
 * while they are carried, so what one sees is what one gets.
 */
import type { KeyboardEvent, PointerEvent } from "react";

const ROW = "data-reorder-row";
const HANDLE = "data-reorder-handle";

export function useReorder(onMove: (from: number, to: number) => void) {
  const listOf = (handle: Element) => handle.closest(`[${ROW}]`)?.parentElement ?? null;

  // The handle itself can't listen: a row that changes its place in the document loses the pointer and the focus.
  const carry = (event: PointerEvent, index: number) => {
    const list = listOf(event.currentTarget);
    let at = index;
    const move = ({ clientX, clientY }: globalThis.PointerEvent) => {
      const row = document.elementFromPoint(clientX, clientY)?.closest(`[${ROW}]`);
      const to = row && row.parentElement === list ? Number(row.getAttribute(ROW)) : at;
      if (to === at) return;
      onMove(at, to);
      at = to;
    };
    const drop = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", drop);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", drop);
  };

  const step = (event: KeyboardEvent, index: number) => {
    const to = index + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0);
    const list = listOf(event.currentTarget);
    if (to === index || !list?.querySelector(`:scope > [${ROW}="${to}"]`)) return;
    event.preventDefault();
    onMove(index, to);
    requestAnimationFrame(() =>
      list.querySelector<HTMLElement>(`:scope > [${ROW}="${to}"] [${HANDLE}]`)?.focus(),
    );
  };

  return {
    row: (index: number) => ({ [ROW]: index }),
    handle: (index: number) => ({
      [HANDLE]: true,
      style: { touchAction: "none", cursor: "grab" },
      onPointerDown: (event: PointerEvent) => carry(event, index),
      onKeyDown: (event: KeyboardEvent) => step(event, index),
    }),
  };
}
