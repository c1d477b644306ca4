import { describe, expect, it } from "vitest";

import { changedFields, keyFrom, questionsOf, toForm, toWording } from "./form";

const wording = {
  title: "Delivery times",
  topic: null,
  questions: ["When?", "How long?"],
  body: "Two days.",
};

describe("the editor's fields", () => {
  it("give back what they were made from", () => {
    expect(toWording(toForm(wording))).toEqual(wording);
  });

  it("take one question a line, without blanks and repeats", () => {
    expect(questionsOf("When?\n\n  How long? \nWhen?")).toEqual(["When?", "How long?"]);
  });

  it("differ by meaning, not by blank lines", () => {
    const form = toForm(wording);
    expect(
      changedFields(form, { ...form, questions: `${form.questions}\n\n`, title: "Delivery times " }),
    ).toEqual([]);
    expect(changedFields(form, { ...form, topic: "delivery", body: "" })).toEqual(["topic", "body"]);
  });
});

it.each([
  ["How do I track my order?", "how-do-i-track-my-order"],
  ["Livraison à l’étranger", "livraison-a-l-etranger"],
  ["Как отследить заказ", ""],
])("suggests a key for %s", (title, key) => {
  expect(keyFrom(title)).toBe(key);
});
