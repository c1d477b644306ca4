/** What a flow did besides talking, in a few words. Pure. */
import { said } from "../../shared/said";
import type { Effect } from "./model";

/** Those that have words of their own in the messages; one that is new is named by its kind. */
export const TOLD = [
  "hand_off",
  "set_attribute",
  "answer",
  "create_request",
  "close",
  "rated",
  "tag",
  "note",
  "start_process",
  "unexpected",
  "expired",
  "failed",
] as const;

/** A wait is told where it is waited, a call has a card of its own. */
const ELSEWHERE = new Set(["say", "wait_until", "call"]);

export function tellable(effects: readonly Effect[]): Effect[] {
  return effects.filter((each) => !ELSEWHERE.has(each.kind));
}

/** What it was done with. */
export function detail(effect: Effect): string {
  switch (effect.kind) {
    case "hand_off":
      return [...words(effect.line, effect.topic, effect.priority), ...fields(effect.card)].join(", ");
    case "set_attribute":
      return `${brief(effect.name)} = ${brief(effect.value)}`;
    case "answer":
      return brief(effect.query);
    case "create_request":
      return [[...words(effect.type, effect.title)].join(": "), ...fields(effect.fields)].join(", ");
    case "close":
      return brief(effect.reason);
    case "rated":
      return `${brief(effect.score)} / ${brief(effect.of)}`;
    case "tag":
      return [
        ...list(effect.add).map((tag) => `+${tag}`),
        ...list(effect.remove).map((tag) => `−${tag}`),
      ].join(" ");
    case "start_process":
      return [...words(effect.process), ...fields(effect.data)].join(", ");
    case "failed":
      return said(brief(effect.error));
    case "note":
    case "unexpected":
      return said(brief(effect.text));
    case "expired":
      return brief(effect.choice);
    default:
      return fields(effect)
        .filter((each) => !each.startsWith("kind: "))
        .join(", ");
  }
}

/** A value in one line. */
export function brief(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function words(...values: unknown[]): string[] {
  return values.filter((each): each is string => typeof each === "string" && each !== "");
}

function fields(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([key, each]) => `${key}: ${brief(each)}`);
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(brief) : [];
}
