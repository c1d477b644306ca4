/** A WebSocket that comes back: frames in, and whether what the screen shows can be trusted. */
import type { Notice, Row } from "../api/types";

export type Frame =
  | { type: "hello" }
  | { type: "changed"; row: Row }
  | { type: "hidden"; conversation_id: string }
  | { type: "notice"; items: Notice[]; unread: number }
  | { type: "ping" }
  | { type: "reread" };

export type Connection = "connecting" | "open" | "lost";

interface Listeners {
  frame: (frame: Frame) => void;
  connection: (state: Connection) => void;
  /** The server does not know us any more, or knows us by other rights. */
  refused: () => void;
}

const SIGNED_OUT = 4401;

const PING_MS = 25_000;

/** Milliseconds before the n-th try: doubling to half a minute, spread so that screens do not return all at once. */
export function backoff(tries: number, random: () => number = Math.random): number {
  const most = Math.min(30_000, 500 * 2 ** tries);
  return Math.round(most * (0.5 + random() / 2));
}

export class LiveSocket {
  private socket: WebSocket | null = null;
  private timer: number | undefined;
  private pings: number | undefined;
  private tries = 0;
  private stopped = false;
  private readonly url: string;
  private readonly listeners: Listeners;

  constructor(url: string, listeners: Listeners) {
    this.url = url;
    this.listeners = listeners;
    window.addEventListener("online", this.reconnect);
    window.addEventListener("offline", this.drop);
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.reconnect);
    window.removeEventListener("offline", this.drop);
    window.clearTimeout(this.timer);
    this.leave();
  }

  /** The connection looks alive but is not: a request beside it got no answer. */
  readonly drop = (): void => {
    if (this.stopped) return;
    this.leave();
    this.listeners.connection("lost");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.connect(), backoff(this.tries++));
  };

  readonly reconnect = (): void => {
    if (this.stopped || this.socket?.readyState === WebSocket.OPEN) return;
    this.tries = 0;
    window.clearTimeout(this.timer);
    this.leave();
    this.connect();
  };

  private connect(): void {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onmessage = (event: MessageEvent<string>) => {
      const frame = JSON.parse(event.data) as Frame;
      if (frame.type === "hello") {
        this.tries = 0;
        this.listeners.connection("open");
      }
      this.listeners.frame(frame);
    };
    socket.onclose = (event) => {
      if (event.code === SIGNED_OUT) this.listeners.refused();
      this.drop();
    };
    window.clearInterval(this.pings);
    this.pings = window.setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send("ping");
    }, PING_MS);
  }

  private leave(): void {
    window.clearInterval(this.pings);
    if (!this.socket) return;
    this.socket.onclose = null;
    this.socket.onmessage = null;
    this.socket.close();
    this.socket = null;
  }
}
