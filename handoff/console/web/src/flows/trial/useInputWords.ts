/** An input as it stands in the dialogue: words of the customer's own, or a line about what happened. */
import { useTranslations } from "use-intl";

import { useValueWords } from "../forms/words";
import type { Input } from "./model";
import { useSpan } from "./useSpan";
import { useTriggerWords } from "./useTriggerWords";

export function useInputWords(): (input: Input) => { text: string; own: boolean } {
  const t = useTranslations("flows.trial");
  const triggerWords = useTriggerWords();
  const eventName = useValueWords();
  const span = useSpan();
  const own = (text: string) => ({ text, own: true });
  const told = (text: string) => ({ text, own: false });
  return (input) => {
    switch (input.kind) {
      case "said":
        return own(input.text);
      case "pressed":
        return own(input.label);
      case "file":
        return own(`📎 ${input.name}`);
      case "place":
        return own(`📍 ${input.latitude}, ${input.longitude}`);
      case "person":
        return own(t("askedForPerson"));
      case "event": {
        const minutes = input.minutes > 0 ? ` · ${span(input.minutes * 60)}` : "";
        return told(`${t("inputs.event", { event: eventName(input.event) })}${minutes}`);
      }
      case "link":
        return told(t("inputs.link", { payload: input.payload }));
      case "hook":
        return told(t("inputs.hook", { hook: input.hook }));
      case "wait":
        return told(t("inputs.wait", { time: span(input.seconds) }));
      case "call":
        return told(input.ok ? t("inputs.answered", { status: input.status }) : t("inputs.unanswered"));
      case "begin":
        return told(t("inputs.begin", { trigger: triggerWords(input.trigger) }));
    }
  };
}
