/** A moment told relative to now, exact in its tooltip; the words keep up with the clock. */
import { Tooltip } from "@mantine/core";
import { useFormatter, useLocale, useNow } from "use-intl";

import { lasting, when } from "./time";

export function Ago({
  at,
  duration = false,
  className,
}: {
  at: string;
  duration?: boolean;
  className?: string | undefined;
}) {
  const locale = useLocale();
  const format = useFormatter();
  const now = useNow({ updateInterval: 15_000 });
  return (
    <Tooltip label={format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" })}>
      <time dateTime={at} className={className}>
        {duration ? lasting(at, now, locale) : when(at, now, locale)}
      </time>
    </Tooltip>
  );
}
