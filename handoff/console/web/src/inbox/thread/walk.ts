/** The arrow keys go from message to message; a focused one offers what can be done with it. */
import type { KeyboardEvent } from "react";

export function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const here = event.target as HTMLElement;
  if (here !== event.currentTarget && here.tagName !== "ARTICLE") return; // a player, a menu: theirs
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("article[id]")];
  const at = rows.indexOf(here);
  const next = at < 0 ? rows.at(-1) : rows[at + step];
  event.preventDefault();
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}
