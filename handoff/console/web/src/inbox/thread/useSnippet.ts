/** A message in a few words: how it begins, or what it holds where it has no words. */
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import type { Message } from "../../api/types";

const ENOUGH = 200;

export function useSnippet(): (message: Pick<Message, "content">) => string {
  const t = useTranslations("snippet");
  return useCallback(
    ({ content }) => {
      if (content?.text) return content.text.slice(0, ENOUGH);
      const [file] = content?.attachments ?? [];
      if (file) return file.kind === "document" ? file.name : t(file.kind);
      if (content?.place) return t("place");
      return content?.card ? t("card") : t("message");
    },
    [t],
  );
}
