import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Draft } from "../model/draft";
import { flowOf, said } from "../model/drawn";
import { Keeper, type Answer, type Kept, type Theirs } from "./keeper";

const draft = (text: string): Draft => ({ flow: flowOf({ hello: said(text) }, []), layout: {} });
const first: Kept = { version: 1, draft: draft("first") };
const theirs: Theirs = { version: 5, draft: draft("theirs"), author: "Olga" };

function keeping(...answers: (Answer | Promise<Answer>)[]) {
  const puts: [Draft, number][] = [];
  const laid: (Draft | null)[] = [];
  const keeper = new Keeper(
    {
      put: async (what, base) => {
        puts.push([what, base]);
        return (await answers.shift()) ?? { is: "kept", version: base + 1 };
      },
      lay: (unsaved) => laid.push(unsaved?.draft ?? null),
    },
    first,
  );
  return { keeper, puts, laid };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("keeping a draft", () => {
  it("waits for a pause, and sends what there is then", async () => {
    const { keeper, puts, laid } = keeping();
    const [a, b] = [draft("a"), draft("b")];
    keeper.change(a);
    await vi.advanceTimersByTimeAsync(500);
    keeper.change(b);
    await vi.advanceTimersByTimeAsync(500);
    expect(puts).toEqual([]);
    expect(laid).toEqual([a, b]);
    expect(keeper.snapshot().standing.is).toBe("waiting");
    await vi.advanceTimersByTimeAsync(1000);
    expect(puts).toEqual([[b, 1]]);
    expect(keeper.snapshot()).toEqual({ standing: { is: "saved" }, version: 2 });
    expect(laid.at(-1)).toBeNull();
  });

  it("saves what was typed during a save after it, from the version that it gave", async () => {
    let answer: (answer: Answer) => void = () => undefined;
    const { keeper, puts } = keeping(new Promise((resolve) => (answer = resolve)));
    const [a, b] = [draft("a"), draft("b")];
    keeper.change(a);
    await vi.advanceTimersByTimeAsync(1000);
    keeper.change(b);
    await vi.advanceTimersByTimeAsync(3000);
    expect(puts).toHaveLength(1);
    answer({ is: "kept", version: 2 });
    await vi.advanceTimersByTimeAsync(3000);
    expect(puts).toEqual([
      [a, 1],
      [b, 2],
    ]);
  });

  it("tries again when nobody answered, and keeps the draft aside till then", async () => {
    const { keeper, puts, laid } = keeping({ is: "offline" });
    keeper.change(draft("a"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(keeper.snapshot().standing.is).toBe("offline");
    expect(laid.at(-1)).not.toBeNull();
    await vi.advanceTimersByTimeAsync(5000);
    expect(puts).toHaveLength(2);
    expect(keeper.snapshot().standing.is).toBe("saved");
  });

  it("sends nothing over what somebody else saved, until it is told how", async () => {
    const { keeper, puts, laid } = keeping({ is: "stale", theirs });
    const joined = draft("joined");
    keeper.change(draft("a"));
    await vi.advanceTimersByTimeAsync(1000);
    keeper.change(draft("ab"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(puts).toHaveLength(1);
    expect(keeper.snapshot().standing).toEqual({ is: "stale", theirs });
    expect(laid.at(-1)).not.toBeNull();
    expect(keeper.base).toEqual(first);

    keeper.change(joined);
    keeper.rebase(theirs);
    await vi.advanceTimersByTimeAsync(1000);
    expect(puts.at(-1)).toEqual([joined, 5]);
    expect(keeper.snapshot().standing.is).toBe("saved");
  });

  it("has nothing to send when theirs is taken", async () => {
    const { keeper, puts } = keeping({ is: "stale", theirs });
    keeper.change(draft("a"));
    await vi.advanceTimersByTimeAsync(1000);
    keeper.change(theirs.draft);
    keeper.rebase(theirs);
    await vi.advanceTimersByTimeAsync(5000);
    expect(puts).toHaveLength(1);
    expect(keeper.snapshot()).toEqual({ standing: { is: "saved" }, version: 5 });
  });

  it("tells why something is refused, and sends the next change", async () => {
    const { keeper } = keeping({ is: "refused", message: "No number." });
    keeper.change(draft("a"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(keeper.snapshot().standing).toEqual({ is: "refused", message: "No number." });
    keeper.change(draft("b"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(keeper.snapshot().standing.is).toBe("saved");
  });

  it("forgets what was undone before it was sent", async () => {
    const { keeper, puts, laid } = keeping();
    keeper.change(draft("a"));
    keeper.change(first.draft);
    await vi.advanceTimersByTimeAsync(5000);
    expect(puts).toEqual([]);
    expect(laid.at(-1)).toBeNull();
  });

  it("sends at once when it is asked, or when the page is left", async () => {
    const { keeper, puts } = keeping();
    keeper.change(draft("a"));
    expect(await keeper.flush()).toBe(true);
    keeper.change(draft("b"));
    keeper.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(puts).toHaveLength(2);
  });
});
