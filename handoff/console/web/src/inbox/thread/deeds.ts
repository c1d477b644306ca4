/** What this reader can do with a message now. The server decides; this only keeps useless buttons away. Pure. */
import { atLeast, type Abilities, type Delivery, type Me, type Message } from "../../api/types";

export interface Deeds {
  quote: boolean;
  copy: boolean;
  /** Until when it may be done, in milliseconds; null where it may not. */
  correct: number | null;
  withdraw: number | null;
  /** Send it again: it failed, or nobody knows. Once is enough. */
  retry: "failed" | "unknown" | null;
}

export interface Reader extends Pick<Me, "id" | "role"> {
  /** They hold the session. */
  mine: boolean;
}

const ARRIVED: Delivery["state"][] = ["accepted", "delivered", "read"];

export function deedsOf(message: Message, reader: Reader, abilities: Abilities, now: number): Deeds {
  const { side, note, delivery, withdrawn_at: gone } = message;
  const spoken = side !== "system" && !note;
  const ours = side === "operator" && !note && !gone;
  const author = ours && (message.author === reader.id || atLeast(reader.role, "supervisor"));
  const until = (within: number | null) => {
    if (!author || within === null || !delivery) return null;
    const end = Date.parse(message.at) + within * 1000;
    if (delivery.state === "queued") return end;
    return ARRIVED.includes(delivery.state) && now < end ? end : null;
  };
  const worded = Boolean(message.content?.text);
  return {
    quote: reader.mine && spoken && !gone,
    copy: worded,
    correct: worded && !message.template ? until(abilities.corrects_within_seconds) : null,
    withdraw: until(abilities.withdraws_within_seconds),
    retry: reader.mine ? retryOf(message) : null,
  };
}

export function retryOf({ side, note, delivery, repeated_as }: Message): Deeds["retry"] {
  if (side !== "operator" || note || repeated_as) return null;
  return delivery?.state === "failed" || delivery?.state === "unknown" ? delivery.state : null;
}

/** The last message that the reader can still change: what the up arrow in an empty field brings back. */
export function lastCorrectable(
  messages: Message[],
  reader: Reader,
  abilities: Abilities,
  now: number,
): Message | undefined {
  return messages.findLast(
    (each) => each.author === reader.id && deedsOf(each, reader, abilities, now).correct !== null,
  );
}
