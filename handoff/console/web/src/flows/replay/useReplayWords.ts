/** What a replay has to say, in the reader's language; what this page has no words for yet, in the server's. */
import { useTranslations } from "use-intl";

import { useFlowEditor } from "../editor/EditorContext";
import { useValueWords, useWords } from "../forms/words";
import { stepsOf } from "../model/draft";
import type { Different } from "./model";

type Sentence = Different["reasons"][number];
type Value = Sentence["values"][string];

export function useReplayWords(): (sentence: Sentence) => string {
  const t = useTranslations("flows.replay.said");
  const own = useOwnWords();
  const say = ({ code, values, text }: Sentence): string => {
    if (!t.has(code)) return text;
    const worded = ([key, value]: [string, Value]) => [
      key,
      typeof value === "string" ? own(key, value) : say(value),
    ];
    return t(code, Object.fromEntries(Object.entries(values).map(worded)) as Record<string, string>);
  };
  return say;
}

/** Most values are names and texts of somebody's. These are words of the server's, or steps that have a name here. */
function useOwnWords(): (key: string, value: string) => string {
  const words = useWords();
  const values = useValueWords();
  const { flow, nameOf } = useFlowEditor();
  return (key, value) => {
    if (key === "step") return value in stepsOf(flow) ? nameOf(value) : value;
    if (key === "event") return values(value);
    return ["port", "now", "was", "why"].includes(key) ? words(value) : value;
  };
}
