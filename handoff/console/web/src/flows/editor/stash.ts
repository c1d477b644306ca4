/** A draft that is not kept yet, in the browser's storage: for a tab that was closed, or a laptop that fell asleep. */
import type { Draft } from "../model/draft";
import type { Kept } from "./keeper";

export interface Stashed {
  draft: Draft;
  base: Kept;
}

const keyOf = (flow: string) => `helpline.flow.${flow}`;

export function lay(flow: string, unsaved: Stashed | null): void {
  try {
    if (unsaved) localStorage.setItem(keyOf(flow), JSON.stringify(unsaved));
    else localStorage.removeItem(keyOf(flow));
  } catch {
    // The storage is full or shut. The draft is on its way to the server all the same.
  }
}

export function stashed(flow: string): Stashed | null {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(flow)) ?? "null") as Stashed | null;
    return found?.draft.flow.id === flow && typeof found.base.version === "number" ? found : null;
  } catch {
    return null;
  }
}
