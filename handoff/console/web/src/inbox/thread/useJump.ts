/** Brings a place of the thread into sight: a session's beginning or a message, loading what is between. */
import { useEffect } from "react";

import type { Loaded } from "./pages";

/** A wish to see a session's beginning; `turn` tells a second wish for the same one apart. */
export interface Jump {
  sessionId: string;
  turn: number;
}

/** `mark` is the id of the element to go to. */
export function useJump(
  mark: string | null,
  turn: number,
  loadOlder: () => Promise<Loaded> | null,
  goTo: (mark: HTMLElement) => void,
): void {
  useEffect(() => {
    if (mark === null) return;
    let wanted = true;
    const go = async () => {
      while (wanted) {
        const place = document.getElementById(mark);
        if (place) {
          goTo(place);
          return;
        }
        if (!(await loadOlder())) return;
        await new Promise(requestAnimationFrame);
      }
    };
    void go();
    return () => {
      wanted = false;
    };
  }, [mark, turn, loadOlder, goTo]);
}
