/** The frames of the socket, as the README of the channel describes them. */

export type Side = "customer" | "bot" | "operator";
/** With a `url` it opens that instead. */
export type Button = { action: string; label: string; url: string | null };
/** Without a `url` there is nothing to open; with `width` and `height` there is a preview. */
export type File = {
  kind: string;
  name: string;
  url: string | null;
  width: number | null;
  height: number | null;
};
export type Source = { title: string; page: string | null };

export type Message = {
  type: "message";
  number: number;
  id: string;
  side: Side;
  author: string | null;
  text: string;
  buttons: Button[];
  files: File[];
  sources: Source[];
  at: string;
  /** How the message begins that this one answers. */
  quote: { side: Side; text: string } | null;
  edited: boolean;
  deleted: boolean;
};

/** A message that is there already, as it reads now. */
export type Changed = Omit<Message, "type"> & { type: "changed" };

export type Reason = "malformed" | "text_length" | "too_fast" | "unavailable" | "no_file";

export type ServerFrame =
  | { type: "welcome"; visitor: string }
  | { type: "live" }
  | { type: "pong" }
  | { type: "typing" }
  | { type: "ack"; id: string }
  | { type: "refused"; id: string | null; reason: Reason }
  | Message
  | Changed;

export type Doing =
  | { type: "open"; id: string }
  | { type: "say"; id: string; text: string; files?: string[] }
  | { type: "press"; id: string; action: string; label: string };

export type ClientFrame =
  | { type: "hello"; visitor: string | null; after: number; language: string; page: string }
  | { type: "seen"; number: number }
  | { type: "ping" }
  | Doing;

export const LONGEST_TEXT = 4000;

const KINDS = new Set(["welcome", "live", "pong", "typing", "ack", "refused", "message", "changed"]);

/** A frame of the server, or null for one that this widget is too old to know. */
export function read(raw: string): ServerFrame | null {
  const frame: unknown = JSON.parse(raw);
  if (typeof frame !== "object" || frame === null || !("type" in frame)) return null;
  return KINDS.has(frame.type as string) ? (frame as ServerFrame) : null;
}
