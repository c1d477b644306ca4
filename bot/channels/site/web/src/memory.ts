/**
 * What the browser remembers between pages: who the visitor is, what they have seen and pressed, what is not sent yet.
 * Each unsent thing has an entry of its own, so that two tabs never overwrite each other's. Where storage is
 * forbidden the chat works all the same, for as long as the page lives.
 */

import type { Doing } from "./protocol";

export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/**
 * `at` is when the visitor did it, `sent` whether the server has it; `on` is the message whose button was pressed,
 * `names` are those of the files that go along. */
export type Unsent = { doing: Doing; at: number; sent: boolean; on?: number; names?: string[] };

const PREFIX = "helpline:";
const UNSENT = `${PREFIX}unsent:`;
const FORGET_AFTER = 24 * 3_600_000;

export class Memory {
  constructor(private readonly shelf: Shelf) {}

  get visitor(): string | null {
    return this.shelf.getItem(`${PREFIX}visitor`);
  }

  rememberVisitor(secret: string): void {
    this.put(`${PREFIX}visitor`, secret);
  }

  /** The number of the last message that was before the visitor's eyes. */
  get seen(): number {
    return Number(this.shelf.getItem(`${PREFIX}seen`)) || 0;
  }

  set seen(number: number) {
    this.put(`${PREFIX}seen`, String(number));
  }

  /** Whether the visitor has opened the chat before. */
  get opened(): boolean {
    return this.shelf.getItem(`${PREFIX}opened`) !== null;
  }

  rememberOpened(): void {
    this.put(`${PREFIX}opened`, "yes");
  }

  /** Which button was pressed on which message. */
  get pressed(): Record<number, string> {
    return (parse(this.shelf.getItem(`${PREFIX}pressed`)) ?? {}) as Record<number, string>;
  }

  press(number: number, action: string): void {
    const recent = Object.entries(this.pressed).slice(-19);
    this.put(`${PREFIX}pressed`, JSON.stringify({ ...Object.fromEntries(recent), [number]: action }));
  }

  unpress(number: number): void {
    const others = Object.entries(this.pressed).filter(([each]) => each !== String(number));
    this.put(`${PREFIX}pressed`, JSON.stringify(Object.fromEntries(others)));
  }

  /** Everything not yet seen in the thread, in the order in which it was done. */
  unsent(now: number): Unsent[] {
    const found: Unsent[] = [];
    for (const key of this.keys()) {
      const item = parse(this.shelf.getItem(key)) as Unsent | null;
      if (item && now - item.at < FORGET_AFTER) found.push(item);
      else this.shelf.removeItem(key);
    }
    return found.sort((one, other) => one.at - other.at);
  }

  keep(item: Unsent): void {
    this.put(UNSENT + item.doing.id, JSON.stringify(item));
  }

  forget(id: string): void {
    this.shelf.removeItem(UNSENT + id);
  }

  private keys(): string[] {
    const all = Array.from({ length: this.shelf.length }, (_, index) => this.shelf.key(index));
    return all.filter((key) => key !== null).filter((key) => key.startsWith(UNSENT));
  }

  private put(key: string, value: string): void {
    try {
      this.shelf.setItem(key, value);
    } catch {
      // The shelf is full. What is on the screen still gets sent; only a reload would lose it.
    }
  }
}

/** The browser's storage, or a stand-in where the visitor has forbidden it. */
export function shelf(): Shelf {
  try {
    const storage = window.localStorage;
    storage.setItem(`${PREFIX}try`, "");
    storage.removeItem(`${PREFIX}try`);
    return storage;
  } catch {
    return temporary();
  }
}

export function temporary(): Shelf {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
