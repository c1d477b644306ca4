/** A draft that is not kept yet, in the browser's storage: for a tab that was closed, or a laptop that fell asleep. */
import type { Draft } from "../model/draft";
import type { Kept } from "./keeper";

export interface Stashed {
  draft: Draft;
  base: Kept;
}

const PAUSE_MS = 200;
const keyOf = (flow: string) => `helpline.flow.${flow}`;

/** Writes a moment later, since a large flow is not written with each letter; at once when the page goes away. */
export class Stash {
  private unsaved: Stashed | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly flow: string) {}

  readonly lay = (unsaved: Stashed | null): void => {
    this.unsaved = unsaved;
    clearTimeout(this.timer);
    if (unsaved) this.timer = setTimeout(this.write, PAUSE_MS);
    else this.write();
  };

  readonly write = (): void => {
    clearTimeout(this.timer);
    try {
      if (this.unsaved) localStorage.setItem(keyOf(this.flow), JSON.stringify(this.unsaved));
      else localStorage.removeItem(keyOf(this.flow));
    } catch {
      // The storage is full or shut. The draft is on its way to the server all the same.
    }
  };
}

export function stashed(flow: string): Stashed | null {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(flow)) ?? "null") as Stashed | null;
    return found?.draft.flow.id === flow && typeof found.base.version === "number" ? found : null;
  } catch {
    return null;
  }
}
