/** Of what a messenger sent that we cannot show, the history has the kind, between brackets. Pure. */
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

export function unsupportedKind({ side, content }: Pick<Message, "side" | "content">): string | null {
  if (side !== "customer" || content?.attachments?.length || content?.place || content?.card) return null;
  return ALONE.exec(content?.text ?? "")?.[1] ?? null;
}
