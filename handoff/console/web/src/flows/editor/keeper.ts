/**
 * Keeps the draft on the server, by itself: a while after the last change, one save at a time, each naming the version
 * that it was made from. What is not kept yet lies in the browser's storage, so that a closed tab loses nothing.
 */
import type { Draft } from "../model/draft";

export interface Kept {
  version: number;
  draft: Draft;
}

/** What somebody else saved meanwhile. */
export interface Theirs extends Kept {
  author: string;
}

export type Answer =
  | { is: "kept"; version: number }
  | { is: "offline" }
  | { is: "stale"; theirs: Theirs }
  /** What was typed is no flow (yet). It is tried again with the next change. */
  | { is: "refused"; message: string };

export type Standing =
  | { is: "saved" }
  | { is: "waiting" }
  | { is: "saving" }
  | { is: "offline" }
  | { is: "refused"; message: string }
  | { is: "stale"; theirs: Theirs };

export interface State {
  standing: Standing;
  version: number;
}

export interface Ways {
  put: (draft: Draft, base: number) => Promise<Answer>;
  /** Lays the draft aside in the browser, with what it was made from; null takes it away again. */
  lay: (unsaved: { draft: Draft; base: Kept } | null) => void;
}

const PAUSE_MS = 900;
const AGAIN_MS = 4000;

export class Keeper {
  private draft: Draft;
  private kept: Kept;
  private state: State;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly ways: Ways,
    kept: Kept,
  ) {
    this.kept = kept;
    this.draft = kept.draft;
    this.state = { standing: { is: "saved" }, version: kept.version };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): State => this.state;

  /** What the server has, and what ours was made from. */
  get base(): Kept {
    return this.kept;
  }

  change(draft: Draft): void {
    if (draft === this.draft) return;
    this.draft = draft;
    this.settle();
  }

  /** Another base, after a merge or to save over what somebody else saved. */
  rebase(kept: Kept): void {
    this.kept = kept;
    this.tell({ is: "waiting" });
    this.settle();
  }

  /** Learned by some other way that somebody saved meanwhile. */
  refuse(theirs: Theirs): void {
    this.tell({ is: "stale", theirs });
  }

  /** Saves what there is, now. Has the server all of it then? */
  readonly flush = async (): Promise<boolean> => {
    clearTimeout(this.timer);
    await this.running;
    if (this.isStale()) return false;
    if (this.draft !== this.kept.draft) await this.run();
    return this.state.standing.is === "saved";
  };

  /** The page is left. */
  stop(): void {
    if (this.draft !== this.kept.draft && !this.isStale()) void this.flush();
    clearTimeout(this.timer);
  }

  private settle(): void {
    clearTimeout(this.timer);
    if (this.draft === this.kept.draft) {
      this.ways.lay(null);
      if (!this.running) this.tell({ is: "saved" });
      return;
    }
    this.ways.lay({ draft: this.draft, base: this.kept });
    if (this.isStale()) return;
    if (!this.running) this.tell({ is: "waiting" });
    this.timer = setTimeout(() => void this.run(), PAUSE_MS);
  }

  private run(): Promise<void> {
    this.running ??= this.save().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async save(): Promise<void> {
    const { draft, kept } = this;
    this.tell({ is: "saving" });
    const answer = await this.ways.put(draft, kept.version);
    clearTimeout(this.timer);
    switch (answer.is) {
      case "kept":
        this.kept = { version: answer.version, draft };
        if (this.draft === draft) {
          this.ways.lay(null);
          return this.tell({ is: "saved" });
        }
        this.ways.lay({ draft: this.draft, base: this.kept });
        this.tell({ is: "waiting" });
        this.timer = setTimeout(() => void this.run(), PAUSE_MS);
        return;
      case "offline":
        this.tell({ is: "offline" });
        this.timer = setTimeout(() => void this.run(), AGAIN_MS);
        return;
      case "stale":
        return this.tell(answer);
      case "refused":
        this.tell(answer);
        // Mended while it was being refused?
        if (this.draft !== draft) this.timer = setTimeout(() => void this.run(), PAUSE_MS);
    }
  }

  private isStale(): boolean {
    return this.state.standing.is === "stale";
  }

  private tell(standing: Standing): void {
    this.state = { standing, version: this.kept.version };
    for (const listener of this.listeners) listener();
  }
}
