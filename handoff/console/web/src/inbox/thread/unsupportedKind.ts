/** Of what a messenger sent that we cannot show, the history has the kind; a line has it between brackets. Pure. */
import type { Message } from "../../api/types";

/** Kinds with a name of their own on the screen; others are named as the messenger does. */
export const KINDS = [
  "checklist",
  "dice",
  "game",
  "giveaway",
  "invoice",
  "order",
  "paid_media",
  "poll",
  "story",
  "unsupported",
] as const;

const ALONE = /^\[([a-z][a-z_]*)\]$/;

/** Releases before this field wrote the kind as the message's text. */
export function unsupportedKind({ side, content }: Pick<Message, "side" | "content">): string | null {
  if (side !== "customer" || content?.attachments?.length || content?.place || content?.cards.length)
    return null;
  return content?.unsupported ?? kindAlone(content?.text ?? "");
}

/** Of a line that is nothing but a kind. */
export function kindAlone(text: string): string | null {
  return ALONE.exec(text)?.[1] ?? null;
}
