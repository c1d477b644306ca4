/** When it was written and when we had it: they differ when a messenger was late. */
import { Tooltip } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";

import type { Message } from "../../api/types";
import { saidAt } from "./entries";

export function Times({ message }: { message: Message }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const full = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" });
  const label = message.sent_at
    ? `${t("written", { at: full(message.sent_at) })}\n${t("received", { at: full(message.at) })}`
    : full(message.at);
  return (
    <Tooltip label={label} style={{ whiteSpace: "pre-line" }}>
      <time dateTime={saidAt(message)}>
        {format.dateTime(new Date(saidAt(message)), { timeStyle: "short" })}
      </time>
    </Tooltip>
  );
}
