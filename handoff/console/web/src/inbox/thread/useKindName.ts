/** What cannot be shown, by its name in the reader's language; one without a name, as the messenger calls it. */
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import { KINDS } from "./unsupportedKind";

export function useKindName(): (kind: string) => string {
  const t = useTranslations("thread.unsupported");
  return useCallback(
    (kind) => {
      const known = KINDS.find((each) => each === kind);
      return known ? t(known) : kind.replaceAll("_", " ");
    },
    [t],
  );
}
