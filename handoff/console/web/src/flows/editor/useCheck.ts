/** The draft read by the server's linter a moment after each change: problems, and the ports of each step. */
import { useEffect, useRef, useState } from "react";

import { merged } from "../model/ports";
import type { Check, Flow, Ports } from "../model/types";
import { check } from "./calls";

const PAUSE_MS = 250;
const AT_ONCE = 0;
const NOTHING: Check = { problems: [], ports: {}, degradations: [] };

export interface Checked extends Check {
  /** The flow that was read: null before the first answer. */
  flow: Flow | null;
}

/** Moving boxes changes no flow, and asks nothing. `told` gets the ports of before, too. */
export function useCheck(flow: Flow, told: (before: Ports, after: Ports) => void): Checked {
  const [checked, setChecked] = useState<Checked>({ ...NOTHING, flow: null });
  const begun = checked.flow !== null;
  useEffect(() => {
    const asking = new AbortController();
    const later = setTimeout(
      () => {
        check(flow, asking.signal).then(
          (found) =>
            setChecked((before) => {
              const ports = merged(before.ports, found.ports);
              return { ...found, ports, flow };
            }),
          // A draft that is no flow yet keeps what was said last; a lost connection is told by the saving.
          () => undefined,
        );
      },
      begun ? PAUSE_MS : AT_ONCE,
    );
    return () => {
      clearTimeout(later);
      asking.abort();
    };
  }, [flow, begun]);
  const known = useRef(checked.ports);
  useEffect(() => {
    if (known.current !== checked.ports) told(known.current, checked.ports);
    known.current = checked.ports;
  }, [checked.ports, told]);
  return checked;
}
