import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { wait } from "../src/backoff";
import { Connection } from "../src/connection";
import type { ServerFrame } from "../src/protocol";

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: unknown[] = [];

  constructor(readonly address: string) {
    super();
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  accepts(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  says(frame: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  breaks(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }
}

const happened: (string | ServerFrame)[] = [];
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Object.assign(FakeSocket, { OPEN: 1 }));
  FakeSocket.all = [];
  happened.length = 0;
  connection = new Connection("wss://desk.example/socket", {
    opened: () => happened.push("opened"),
    frame: (frame) => happened.push(frame),
    lost: () => happened.push("lost"),
  });
  connection.start();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function newest(): FakeSocket {
  return FakeSocket.all.at(-1) as FakeSocket;
}

test("a broken socket is followed by another, and says nothing any more", () => {
  const first = newest();
  first.accepts();
  first.breaks();
  vi.advanceTimersByTime(1_000);
  expect(FakeSocket.all).toHaveLength(2);
  first.says({ type: "typing" });
  first.breaks();
  newest().accepts();
  newest().says({ type: "live" });
  expect(happened).toEqual(["opened", "lost", "opened", { type: "live" }]);
});

test("a line that is dead without saying so is given up", () => {
  newest().accepts();
  newest().says({ type: "live" });
  vi.advanceTimersByTime(25_000);
  expect(newest().sent).toEqual([{ type: "ping" }]);
  vi.advanceTimersByTime(9_999);
  expect(happened).not.toContain("lost");
  vi.advanceTimersByTime(1);
  expect(happened).toContain("lost");
});

test("an answered ping keeps the socket", () => {
  newest().accepts();
  newest().says({ type: "live" });
  for (let minute = 0; minute < 10; minute += 1) {
    vi.advanceTimersByTime(30_000);
    newest().says({ type: "pong" });
  }
  expect(FakeSocket.all).toHaveLength(1);
  expect(happened).not.toContain("lost");
});

test("a server that never answers is tried less and less often", () => {
  vi.advanceTimersByTime(10 * 60_000);
  const patient = FakeSocket.all.length;
  expect(patient).toBeGreaterThan(10);
  expect(patient).toBeLessThan(40);
});

test("coming back to the page tries at once", () => {
  newest().breaks();
  connection.check();
  expect(FakeSocket.all).toHaveLength(2);
});

test("frames of a newer server are passed over", () => {
  newest().accepts();
  for (const odd of [{ type: "fireworks" }, [], null, 7]) newest().says(odd);
  expect(happened).toEqual(["opened"]);
});

test("waiting doubles up to half a minute and is spread", () => {
  expect([1, 2, 3, 10].map((tries) => wait(tries, 1))).toEqual([1_000, 2_000, 4_000, 30_000]);
  expect(wait(3, 0)).toBe(2_000);
});
