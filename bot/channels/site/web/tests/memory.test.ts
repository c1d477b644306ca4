import { expect, test } from "vitest";
import { Memory, temporary, type Unsent } from "../src/memory";

const DAY = 24 * 3_600_000;

function saying(id: string, at: number): Unsent {
  return { doing: { type: "say", id, text: id }, at, sent: false };
}

test("what is not sent is found again by another page, in order", () => {
  const shelf = temporary();
  new Memory(shelf).keep(saying("b", 2));
  new Memory(shelf).keep(saying("a", 1));
  expect(new Memory(shelf).unsent(3)).toEqual([saying("a", 1), saying("b", 2)]);
});

test("two pages never overwrite each other's", () => {
  const shelf = temporary();
  const [one, other] = [new Memory(shelf), new Memory(shelf)];
  one.keep(saying("a", 1));
  other.keep(saying("b", 2));
  one.forget("a");
  expect(other.unsent(3)).toEqual([saying("b", 2)]);
});

test("yesterday's words are not sent today, and nonsense is thrown away", () => {
  const shelf = temporary();
  const memory = new Memory(shelf);
  memory.keep(saying("a", 0));
  shelf.setItem("helpline:unsent:b", "{nonsense");
  shelf.setItem("another-script", "1");
  expect(memory.unsent(DAY)).toEqual([]);
  expect(shelf.length).toBe(1);
});

test("a full shelf loses nothing that is on the screen", () => {
  const full = {
    ...temporary(),
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(() => {
    new Memory(full).keep(saying("a", 1));
  }).not.toThrow();
});

test("presses are remembered, taken back, and forgotten after twenty more", () => {
  const memory = new Memory(temporary());
  memory.press(1, "helped");
  memory.press(2, "helped");
  memory.unpress(2);
  expect(memory.pressed).toEqual({ 1: "helped" });
  for (let number = 3; number < 23; number += 1) memory.press(number, "helped");
  expect(memory.pressed).not.toHaveProperty("1");
  expect(memory.pressed).toHaveProperty("22");
});
