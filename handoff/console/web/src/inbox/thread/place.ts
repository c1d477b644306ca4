/** What the rows of a thread share: whose thread it is, and what a row can ask of it. */
import { createContext, use } from "react";

import type { Conversation, Message } from "../../api/types";
import type { Deed } from "./useDeeds";

export interface Place {
  conversation: Conversation;
  /** The reader holds the session, so that they can write to the customer. */
  mine: boolean;
  /** The message, where it is loaded. */
  find: (number: number) => Message | undefined;
  jumpTo: (number: number) => void;
  /** Do this with the message; where it is grave, the reader is asked first. */
  ask: (deed: Deed, message: Message) => void;
}

const PlaceContext = createContext<Place | null>(null);

export const PlaceProvider = PlaceContext.Provider;

export function usePlaceInThread(): Place {
  const place = use(PlaceContext);
  if (!place) throw new Error("A row stands in a thread.");
  return place;
}

/** `telegram:main:7/12` is the twelfth. */
export function messageNumber(id: string): number {
  return Number(id.slice(id.lastIndexOf("/") + 1));
}

/** The id of a message's element. */
export function messageMark(number: number): string {
  return `message-${number}`;
}
