import { expect, it } from "vitest";

import { fresh, reduce, type Answered, type Input, type Trial } from "./model";

const START = "2026-11-23T10:00:00.000Z";
const said = (text: string): Input => ({ kind: "said", text });
const call: Answered = { kind: "call", call: "run:1", ok: true, status: 200, body: {}, error: "" };

function tried(...inputs: Input[]): Trial {
  return inputs.reduce<Trial>((trial, input) => reduce(trial, { kind: "put", input }), fresh("en", START));
}

it("keeps what was put in, in order", () => {
  expect(tried(said("hi"), { kind: "wait", seconds: 60 }).inputs).toEqual([
    said("hi"),
    { kind: "wait", seconds: 60 },
  ]);
});

it("takes the last input back, and no more when there is none", () => {
  const once = reduce(tried(said("hi"), said("there")), { kind: "back" });
  expect(once.inputs).toEqual([said("hi")]);
  expect(reduce(reduce(once, { kind: "back" }), { kind: "back" }).inputs).toEqual([]);
});

it("takes a real answer back together with what led to it", () => {
  const real = reduce(fresh("en", START), { kind: "set", setup: { calls: "real" } });
  const asked = reduce(reduce(real, { kind: "put", input: said("hi") }), { kind: "put", input: said("42") });
  const answered = reduce(asked, { kind: "answered", answers: [call] });
  expect(reduce(answered, { kind: "back" }).inputs).toEqual([said("hi")]);
});

it("takes a stub back by itself, for another to be written", () => {
  expect(reduce(tried(said("42"), call), { kind: "back" }).inputs).toEqual([said("42")]);
});

it("takes the answer to a call once, however often it is told", () => {
  const once = reduce(tried(said("42")), { kind: "answered", answers: [call] });
  expect(once.inputs).toHaveLength(2);
  expect(reduce(once, { kind: "answered", answers: [call] })).toBe(once);
});

it("keeps answers on another channel, but not for a try that begins at another time", () => {
  const trial = tried(said("42"), call, said("thanks"));
  expect(reduce(trial, { kind: "set", setup: { channel: "viber" } }).inputs).toEqual(trial.inputs);
  const later = reduce(trial, { kind: "set", setup: { start: "2026-11-23T20:00:00.000Z" } });
  expect(later.inputs).toEqual([said("42")]);
});

it("starts again with the same setup, at a new time", () => {
  const trial = reduce(tried(said("hi")), { kind: "set", setup: { channel: "viber" } });
  const again = reduce(trial, { kind: "again", start: "2026-11-23T12:00:00.000Z" });
  expect(again.inputs).toEqual([]);
  expect(again.setup).toEqual({ ...trial.setup, start: "2026-11-23T12:00:00.000Z" });
});
