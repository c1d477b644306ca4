/** The value of before for as long as the next ones are the same to us: what is computed from it stays. */
import { useState } from "react";

export function useKept<Value>(next: Value, same: (before: Value, next: Value) => boolean): Value {
  const [kept, setKept] = useState(next);
  if (kept === next || same(kept, next)) return kept;
  setKept(next);
  return next;
}
