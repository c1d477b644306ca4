/** A message in a few words: how it begins, or what it holds where it has no words. */
import { useCallback } from "react";
import { useTranslations } from "use-intl";

import type { Message } from "../../api/types";
import { plainOf } from "./formatting";
import { unsupportedKind } from "./unsupportedKind";
import { useKindName } from "./useKindName";

/** Of our own messages the words without the signs of formatting. */
export function said(text: string, side: Message["side"]): string {
  return (side === "customer" ? text : plainOf(text)).slice(0, ENOUGH);
}

const ENOUGH = 200;

export function useSnippet(): (message: Pick<Message, "content" | "side">) => string {
  const t = useTranslations("snippet");
  const kindName = useKindName();
  return useCallback(
    ({ content, side }) => {
      const strange = unsupportedKind({ content, side });
      if (strange) return kindName(strange);
      if (content?.text) return said(content.text, side);
      const [file] = content?.attachments ?? [];
      if (file) return file.kind === "document" ? file.name : t(file.kind);
      if (content?.place) return t("place");
      return content?.cards.length ? t("card") : t("message");
    },
    [t, kindName],
  );
}
