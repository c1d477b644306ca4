/** Sentences about sessions, in the reader's language. */
import { useMessages, useTranslations, type Messages } from "use-intl";

import type { Message } from "../api/types";
import { readable, useLineName, useTopicName } from "../shared/names";

/** Reasons are codes, or a business's own words, which are shown as they are. */
export function useReasonName(): (reason: string) => string {
  const { reasons } = useMessages() as Messages;
  return (reason) => (reasons as Record<string, string>)[reason] ?? readable(reason);
}

export function useIntentName(): (intent: string) => string {
  const { intents } = useMessages() as Messages;
  const topicName = useTopicName();
  return (intent) => (intents as Record<string, string>)[intent] ?? topicName(intent);
}

/** What a system message reports, with its details put in. */
export function useHappening(): (message: Message) => string {
  const t = useTranslations("happening");
  const lineName = useLineName();
  const topicName = useTopicName();
  const reasonName = useReasonName();
  return ({ happening, details = {} }) => {
    const { line, operator, by, reason, topic, error, minutes } = details;
    switch (happening) {
      case "handed_off": {
        const said = { line: line ? lineName(line) : "?", reason: reason ? reasonName(reason) : "" };
        return reason ? t("handedOffWhy", said) : t("handedOff", said);
      }
      case "assigned":
        return t("assigned", { operator: operator ?? "?" });
      case "transferred":
        return t("transferred", { by: by ?? "?", to: operator ?? (line ? lineName(line) : "?") });
      case "given_back":
        return t("givenBack", { by: by ?? "?" });
      case "closed":
        return [
          by ? t("closedBy", { by }) : t("closed"),
          reason ? reasonName(reason) : "",
          topic ? topicName(topic) : "",
        ]
          .filter(Boolean)
          .join(" · ");
      case "customer_left":
        return t("customerLeft");
      case "customer_back":
        return t("customerBack");
      case "bot_unavailable":
        return t("botUnavailable", { error: error ?? "" });
      case "late":
        return t("late", { minutes: Number(minutes ?? 0) });
      case "parked":
        return t("parked", { error: error ?? "" });
      case null:
      case undefined:
        return "";
    }
  };
}
