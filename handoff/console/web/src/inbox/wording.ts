/** Codes about sessions, in the reader's words. */
import { useMessages, type Messages } from "use-intl";

import { readable, useTopicName } from "../shared/names";

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

/** The type of a request; a company may have its own. */
export function useKindName(): (kind: string) => string {
  const { kinds } = useMessages() as Messages;
  return (kind) => (kinds as Record<string, string>)[kind] ?? readable(kind);
}
