/**
 * How big a box is. Boxes are drawn to these numbers (`boxes.module.css` has the same), so that nothing needs measuring:
 * the minimap, the layout and edges to boxes out of sight know all from the start. Pure.
 */
import type { Port } from "./types";

export const WIDTH = 250;
export const HEAD = 46;
export const PREVIEW = 34;
export const ROW = 26;
export const FOOT = 8;
const EMPTY_START = 40;

export interface Size {
  width: number;
  height: number;
}

/** One way out is a dot beside the head; several are rows of their own. */
export function inRows(ports: readonly Port[], lost: readonly string[] = []): boolean {
  return ports.length + lost.length > 1;
}

export function sizeOfStep(ports: readonly Port[], lost: readonly string[] = []): Size {
  const rows = inRows(ports, lost) ? ports.length + lost.length : 0;
  return { width: WIDTH, height: HEAD + PREVIEW + (rows ? rows * ROW + FOOT : 0) };
}

export function sizeOfStart(triggers: number): Size {
  return { width: WIDTH, height: HEAD + (triggers ? triggers * ROW : EMPTY_START) + FOOT };
}

export interface Anchor {
  id: string | null;
  type: "source" | "target";
  x: number;
  y: number;
}

export const IN = "in";

/** The dots of a box: where edges come in and go out, from its upper left corner. */
export function anchorsOfStep(ports: readonly Port[], lost: readonly string[] = []): Anchor[] {
  const names = [...ports.map((each) => each.name), ...lost];
  const rows = inRows(ports, lost);
  return [
    { id: IN, type: "target", x: 0, y: HEAD / 2 },
    ...names.map((name, place): Anchor => ({
      id: name,
      type: "source",
      x: WIDTH,
      y: rows ? HEAD + PREVIEW + ROW * place + ROW / 2 : HEAD / 2,
    })),
  ];
}

export function anchorsOfStart(triggers: readonly { id: string }[]): Anchor[] {
  return triggers.map(({ id }, place) => ({ id, type: "source", x: WIDTH, y: HEAD + ROW * place + ROW / 2 }));
}
