/**
 * The chat behind the screen: it joins the connection, the thread and what the browser remembers.
 *
 * Whatever the visitor does is kept first and sent second, one thing at a time and in order, under an id that stays
 * the same however often it is sent: the server knows it again. Only the server's acknowledgement ends the trying.
 */

import { Attaching } from "./attaching";
import { wait } from "./backoff";
import { Connection } from "./connection";
import { uuid } from "./ids";
import type { Memory, Unsent } from "./memory";
import type { Button, Doing, Message, Reason, ServerFrame } from "./protocol";
import * as thread from "./thread";
import type { Attached } from "./uploads";

const ACK_WITHIN = 10_000;
const TYPING_LASTS = 6_000;
/** So often a message may be refused before the visitor is asked; one that only came too fast is never given up. */
const REFUSALS = 6;
const SLOW_DOWN = 4;

export type State = {
  open: boolean;
  link: "none" | "connecting" | "live" | "lost";
  thread: thread.Thread;
  typing: boolean;
  seen: number;
  pressed: Record<number, string>;
  attached: Attached[];
};

export class Chat {
  state: State;
  readonly attaching: Attaching;
  /** What this window shows of pictures that it has sent, by their ids. */
  readonly previews = new Map<string, string>();
  private readonly listeners = new Set<() => void>();
  private readonly connection: Connection;
  private sendable = false;
  private inFlight: string | null = null;
  private pausing = false;
  private refusals = 0;
  private sendTimer: ReturnType<typeof setTimeout> | undefined;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    address: string,
    uploads: string,
    private readonly language: string,
    private readonly memory: Memory,
  ) {
    const own = memory.unsent(Date.now()).map((item) => ({ ...item, failed: false }));
    this.state = {
      open: false,
      link: "none",
      thread: { messages: [], own },
      typing: false,
      seen: memory.seen,
      pressed: memory.pressed,
      attached: [],
    };
    this.attaching = new Attaching(
      uploads,
      () => memory.visitor,
      (attached) => {
        this.set({ attached });
      },
    );
    this.connection = new Connection(address, {
      opened: () => {
        this.hello();
      },
      frame: (frame) => {
        this.receive(frame);
      },
      lost: () => {
        this.lost();
      },
    });
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  // -- what the visitor does ---------------------------------------------------------------------------------------

  /** A visitor who has never written costs the server nothing until they open the chat. */
  resume(): void {
    if (this.memory.visitor !== null) this.connect();
  }

  open(): void {
    this.set({ open: true });
    if (!this.memory.opened) {
      this.memory.rememberOpened();
      this.do({ type: "open", id: uuid() });
    }
    this.connect();
    this.look();
  }

  close(): void {
    this.set({ open: false });
  }

  /** Words, and the files that are attached and uploaded. */
  say(text: string): void {
    const files = this.attaching.take().flatMap(({ done, preview }) => {
      if (done && preview !== null) this.previews.set(done.id, preview);
      return done ? [done] : [];
    });
    const doing = { type: "say", id: uuid(), text } as const;
    if (files.length === 0) this.do(doing);
    else
      this.do(
        { ...doing, files: files.map((file) => file.id) },
        undefined,
        files.map((file) => file.name),
      );
  }

  press(on: Message, { action, label }: Button): void {
    this.memory.press(on.number, action);
    this.set({ pressed: this.memory.pressed });
    this.do({ type: "press", id: uuid(), action, label }, on.number);
  }

  retry(id: string): void {
    this.refusals = 0;
    if (this.pausing) this.settle();
    this.set({ thread: thread.triedAgain(this.state.thread, id) });
    this.connect();
    this.flush();
  }

  /** The page came back into view, or the network did. */
  wake(): void {
    this.connection.check();
    this.look();
  }

  // -- what the server says ----------------------------------------------------------------------------------------

  private hello(): void {
    const visitor = this.memory.visitor;
    const after = thread.last(this.state.thread);
    this.connection.send({
      type: "hello",
      visitor,
      after,
      language: this.language,
      page: location.href.slice(0, 2000),
    });
  }

  private receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        this.memory.rememberVisitor(frame.visitor);
        this.sendable = true;
        this.flush();
        break;
      case "live":
        this.set({ link: "live", seen: Math.min(this.state.seen, thread.last(this.state.thread)) });
        this.look();
        break;
      case "message":
        this.hear(frame);
        break;
      case "changed":
        this.set({ thread: thread.changed(this.state.thread, frame) });
        break;
      case "typing":
        this.showTyping(true);
        break;
      case "ack":
        this.acknowledged(frame.id);
        break;
      case "refused":
        if (frame.id !== null) this.refused(frame.id, frame.reason);
        break;
      case "pong":
        break;
    }
  }

  private hear(message: Message): void {
    if (message.side === "customer") this.memory.forget(message.id);
    else this.showTyping(false);
    this.set({ thread: thread.heard(this.state.thread, message) });
    if (this.state.link === "live") this.look();
  }

  private lost(): void {
    this.sendable = false;
    this.settle();
    this.showTyping(false);
    this.set({ link: "lost" });
  }

  private acknowledged(id: string): void {
    this.refusals = 0;
    const item = this.find(id);
    if (item?.doing.type === "say") this.memory.keep(kept(item, true));
    else this.memory.forget(id);
    this.set({ thread: thread.acknowledged(this.state.thread, id) });
    if (this.inFlight === id) this.settle();
    this.flush();
  }

  private refused(id: string, reason: Reason): void {
    this.settle();
    const patient = reason === "too_fast";
    if (!patient) this.refusals += 1;
    const hopeless =
      reason === "malformed" || reason === "text_length" || reason === "no_file" || this.refusals >= REFUSALS;
    if (!hopeless) {
      this.pausing = true;
      this.sendTimer = setTimeout(
        () => {
          this.pausing = false;
          this.flush();
        },
        wait(patient ? SLOW_DOWN : this.refusals, Math.random()),
      );
      return;
    }
    this.refusals = 0;
    this.giveUp(id);
    this.flush();
  }

  // -- sending -----------------------------------------------------------------------------------------------------

  private do(doing: Doing, on?: number, names?: string[]): void {
    const latest = this.state.thread.own.at(-1)?.at ?? 0;
    const item: Unsent = {
      doing,
      at: Math.max(Date.now(), latest + 1),
      sent: false,
      ...(on && { on }),
      ...(names && { names }),
    };
    this.memory.keep(item);
    this.set({ thread: thread.did(this.state.thread, item) });
    this.flush();
  }

  private flush(): void {
    const item = thread.next(this.state.thread);
    if (!this.sendable || this.pausing || this.inFlight !== null || !item) return;
    clearTimeout(this.sendTimer);
    this.inFlight = item.doing.id;
    this.sendTimer = setTimeout(() => {
      this.connection.drop();
    }, ACK_WITHIN);
    this.connection.send(item.doing);
  }

  /** Nothing is in flight or waiting for its time any more. */
  private settle(): void {
    clearTimeout(this.sendTimer);
    this.inFlight = null;
    this.pausing = false;
  }

  /** Words stay, for the visitor to send again or copy; a button is as if it had not been pressed. */
  private giveUp(id: string): void {
    const item = this.find(id);
    if (item?.doing.type === "say") {
      this.set({ thread: thread.failed(this.state.thread, id) });
      return;
    }
    this.memory.forget(id);
    if (item?.on !== undefined) this.memory.unpress(item.on);
    this.set({ thread: thread.acknowledged(this.state.thread, id), pressed: this.memory.pressed });
  }

  // -- the rest ----------------------------------------------------------------------------------------------------

  private connect(): void {
    if (this.connection.started) return;
    this.set({ link: "connecting" });
    this.connection.start();
  }

  /** What is before the visitor's eyes is seen. */
  private look(): void {
    const last = thread.last(this.state.thread);
    if (!this.state.open || document.visibilityState !== "visible" || this.state.link !== "live" || !last)
      return;
    this.memory.seen = last;
    if (last > this.state.seen) this.set({ seen: last });
    this.connection.send({ type: "seen", number: last });
  }

  private showTyping(typing: boolean): void {
    clearTimeout(this.typingTimer);
    if (typing)
      this.typingTimer = setTimeout(() => {
        this.showTyping(false);
      }, TYPING_LASTS);
    if (typing !== this.state.typing) this.set({ typing });
  }

  private find(id: string): thread.Own | undefined {
    return this.state.thread.own.find((item) => item.doing.id === id);
  }

  private set(changes: Partial<State>): void {
    this.state = { ...this.state, ...changes };
    for (const listener of this.listeners) listener();
  }
}

function kept({ doing, at, on, names }: thread.Own, sent: boolean): Unsent {
  return { doing, at, sent, ...(on && { on }), ...(names && { names }) };
}
