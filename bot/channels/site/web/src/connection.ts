/** A socket that comes back: it notices when the line is dead, waits a little longer each time, and tries again. */

import { wait } from "./backoff";
import { read, type ClientFrame, type ServerFrame } from "./protocol";

const PING_EVERY = 25_000;
const ANSWER_WITHIN = 10_000;

export type Handlers = { opened: () => void; frame: (frame: ServerFrame) => void; lost: () => void };

export class Connection {
  private socket: WebSocket | null = null;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly address: string,
    private readonly handlers: Handlers,
  ) {}

  get started(): boolean {
    return this.socket !== null || this.tries > 0;
  }

  /** Connect now, without waiting for the next try. */
  start(): void {
    if (this.socket) return;
    clearTimeout(this.timer);
    const socket = new WebSocket(this.address);
    this.socket = socket;
    this.expectNews(ANSWER_WITHIN);
    // What a socket says after it was given up belongs to the past.
    const current = (act: () => void) => () => {
      if (socket === this.socket) act();
    };
    socket.addEventListener(
      "open",
      current(() => {
        this.handlers.opened();
      }),
    );
    socket.addEventListener(
      "close",
      current(() => {
        this.drop();
      }),
    );
    socket.addEventListener("message", (event: MessageEvent<string>) => {
      if (socket === this.socket) this.receive(event.data);
    });
  }

  send(frame: ClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** Give the socket up and try again after a while. */
  drop(): void {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.tries += 1;
    this.timer = setTimeout(
      () => {
        this.start();
      },
      wait(this.tries, Math.random()),
    );
    this.handlers.lost();
  }

  /** Ask for a sign of life, such as after the computer has slept. */
  check(): void {
    if (!this.socket) {
      if (this.tries > 0) this.start();
      return;
    }
    this.send({ type: "ping" });
    this.expectNews(ANSWER_WITHIN);
  }

  private receive(data: string): void {
    const frame = read(data);
    if (frame?.type === "live") this.tries = 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.check();
    }, PING_EVERY);
    if (frame) this.handlers.frame(frame);
  }

  private expectNews(within: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.drop();
    }, within);
  }
}
