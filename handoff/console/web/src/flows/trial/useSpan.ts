/** A stretch of time in the reader's language: "1 hour, 30 minutes". */
import { useLocale } from "use-intl";

import { saidDuration } from "../../settings/rules/sla/duration";

export function useSpan(): (seconds: number) => string {
  const locale = useLocale();
  return (seconds) => saidDuration(seconds, locale);
}
