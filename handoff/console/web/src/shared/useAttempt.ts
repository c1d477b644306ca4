/** Does what the server may refuse. Gives whether it was done; a refusal was told. */
import { useCallback, useState } from "react";

import { useComplain } from "./problems";

/** `after` is called each time, done or refused, and should be stable. */
export function useAttempt(after?: () => void) {
  const complain = useComplain();
  const [busy, setBusy] = useState(false);
  const attempt = useCallback(
    async (call: () => Promise<unknown>): Promise<boolean> => {
      setBusy(true);
      try {
        await call();
        return true;
      } catch (error) {
        complain(error);
        return false;
      } finally {
        setBusy(false);
        after?.();
      }
    },
    [after, complain],
  );
  return { attempt, busy };
}
