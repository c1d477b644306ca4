/** Brings a session's beginning into sight, loading what is between. */
import { useEffect } from "react";

import { markId } from "./Marks";
import type { Loaded } from "./pages";

/** A wish to see a session's beginning; `turn` tells a second wish for the same one apart. */
export interface Jump {
  sessionId: string;
  turn: number;
}

export function useJump(
  jump: Jump | null,
  loadOlder: () => Promise<Loaded> | null,
  goTo: (mark: HTMLElement) => void,
): void {
  useEffect(() => {
    if (!jump) return;
    let wanted = true;
    const go = async () => {
      while (wanted) {
        const mark = document.getElementById(markId(jump.sessionId));
        if (mark) {
          goTo(mark);
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
  }, [jump, loadOlder, goTo]);
}
