/** A half-written text waits for its conversation. */
import { useLocalStorage } from "@mantine/hooks";

import type { Kind } from "./outbox";

export function useDraft(conversation: string, kind: Kind) {
  return useLocalStorage({
    key: `helpline.draft.${kind}.${conversation}`,
    defaultValue: "",
    getInitialValueInEffect: false,
    serialize: (text) => text,
    deserialize: (text) => text ?? "",
  });
}
