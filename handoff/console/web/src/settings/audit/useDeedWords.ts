/** What was done, in plain words; what this release has no words for is said as it is written. */
import { useMessages, type Messages } from "use-intl";

import { keyOf } from "./deeds";

export function useDeedWords(): (did: string) => string {
  const { audit } = useMessages() as Messages;
  const words = audit.did as Record<string, string>;
  return (did) => words[keyOf(did)] ?? did;
}
