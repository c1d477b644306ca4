/** An article as it stands in the editor's fields: questions a line each, an empty topic for none. Pure. */
import type { Wording } from "../api/types";

export interface Form {
  title: string;
  topic: string;
  questions: string;
  body: string;
}

export const EMPTY: Form = { title: "", topic: "", questions: "", body: "" };

export type WordingInput = Omit<Wording, "answer">;

export function toForm(wording: WordingInput): Form {
  return {
    title: wording.title,
    topic: wording.topic ?? "",
    questions: wording.questions.join("\n"),
    body: wording.body,
  };
}

export function questionsOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean);
}

export function toWording(form: Form): WordingInput {
  return {
    title: form.title.trim(),
    topic: form.topic.trim() || null,
    questions: questionsOf(form.questions),
    body: form.body,
  };
}

/** Fields whose meaning differs; a blank line among the questions is no change. */
export function changedFields(a: Form, b: Form): (keyof Form)[] {
  const [left, right] = [toWording(a), toWording(b)];
  return (Object.keys(a) as (keyof Form)[]).filter(
    (field) => JSON.stringify(left[field]) !== JSON.stringify(right[field]),
  );
}

/** `How do I track?` suggests the key `how-do-i-track`; letters outside Latin give none. */
export function keyFrom(title: string): string {
  return title
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
}
