/** The words in the field: the draft, or those that shall stand in the place of a sent message's. */
import { aims, type Aim } from "./aim";
import { useDraft } from "./drafts";
import type { Kind } from "./outbox";

export function useWords(conversation: string, kind: Kind, aim: Aim | null) {
  const [draft, setDraft] = useDraft(conversation, kind);
  if (aim?.kind !== "correct") return { text: draft, setText: setDraft };
  return { text: aim.text, setText: (text: string) => aims.set(conversation, { ...aim, text }) };
}
