/** A trigger in a few words: what kind it is, and what is special about it. */
import { useMemo } from "react";

import { useFlowEditor } from "../editor/EditorContext";
import { useWords } from "../forms/words";
import { previewOf, reading } from "../model/preview";

export function useTriggerWords(): (id: string) => string {
  const { flow, kinds } = useFlowEditor();
  const words = useWords();
  const read = useMemo(() => reading(kinds.triggers), [kinds]);
  return (id) => {
    const trigger = flow.triggers?.find((each) => each.id === id);
    if (!trigger) return id;
    const title = kinds.triggers.find((each) => each.kind === trigger.kind)?.title ?? trigger.kind;
    return [words(title), previewOf(trigger, read(trigger.kind), flow.languages)].filter(Boolean).join(": ");
  };
}
