/** How much of a message is written, once that matters, and how many it makes. */
import { Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";

import { partsOf } from "./parts";

const WORTH_TELLING = 0.8;

export function Length({ text, longest }: { text: string; longest: number | null }) {
  const t = useTranslations("composer");
  const format = useFormatter();
  if (longest === null || text.length < longest * WORTH_TELLING) return null;
  const parts = partsOf(text, longest);
  return (
    <Text size="xs" c={parts > 1 ? "var(--hl-warm)" : "dimmed"} role="status">
      {parts > 1
        ? t("parts", { count: parts })
        : t("length", { now: format.number(text.length), most: format.number(longest) })}
    </Text>
  );
}
