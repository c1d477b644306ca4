/** The keys of the editor; the list that `?` opens and the palette of commands name them, too. */
import { useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";

import { useCommands, type Command } from "../../app/commands";

export interface Keyed {
  undo: () => void;
  redo: () => void;
  search: () => void;
  save: () => void;
  publish: () => void;
  duplicate: () => void;
  remove: () => void;
  chooseAll: () => void;
  chooseNone: () => void;
  tidy: () => void;
  fit: () => void;
  tryIt: () => void;
}

/** With Ctrl or Cmd. */
const WITH_CTRL: Record<string, keyof Keyed> = {
  z: "undo",
  y: "redo",
  f: "search",
  s: "save",
  d: "duplicate",
  a: "chooseAll",
};
const EDITING: ReadonlySet<keyof Keyed> = new Set([
  "undo",
  "redo",
  "duplicate",
  "remove",
  "tidy",
  "publish",
  "save",
]);
/** These mean the same while one types. */
const WHILE_TYPING: ReadonlySet<keyof Keyed> = new Set(["search", "save"]);
const SHOWN: [Exclude<keyof Keyed, "chooseNone">, string | null][] = [
  ["undo", "Ctrl/⌘ Z"],
  ["redo", "Ctrl/⌘ Shift Z"],
  ["search", "Ctrl/⌘ F"],
  ["duplicate", "Ctrl/⌘ D"],
  ["remove", "Delete"],
  ["chooseAll", "Ctrl/⌘ A"],
  ["save", "Ctrl/⌘ S"],
  ["tidy", null],
  ["fit", null],
  ["tryIt", null],
  ["publish", null],
];

export function useKeys(keyed: Keyed, mayEdit: boolean): void {
  const t = useTranslations("flows.editor");
  const latest = useRef(keyed);
  useEffect(() => {
    latest.current = keyed;
  }, [keyed]);

  useEffect(() => {
    const run = (event: KeyboardEvent, name: keyof Keyed) => {
      if (EDITING.has(name) && !mayEdit) return;
      event.preventDefault();
      latest.current[name]();
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isDialog()) return;
      const typing = isElsewhere(event.target);
      if ((event.ctrlKey || event.metaKey) && !event.altKey) {
        const key = event.key.toLowerCase();
        const name = key === "z" && event.shiftKey ? "redo" : WITH_CTRL[key];
        if (name && (!typing || WHILE_TYPING.has(name))) run(event, name);
      } else if (!typing && (event.key === "Delete" || event.key === "Backspace")) run(event, "remove");
      else if (!typing && event.key === "Escape") latest.current.chooseNone();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [mayEdit]);

  useCommands(
    "session",
    useMemo(() => {
      const own: Command[] = SHOWN.filter(([name]) => mayEdit || !EDITING.has(name)).map(([name, key]) => ({
        id: `flow-${name}`,
        label: t(`keys.${name}`),
        group: t("title"),
        run: () => latest.current[name](),
        ...(key && { keys: [key] }),
      }));
      const mouse: Command[] = (["box", "several", "moveBoxes"] as const).map((name) => ({
        id: `flow-${name}`,
        label: t(`keys.${name}`),
        group: t("title"),
        keys: [t(`keys.${name}Key`)],
        run: () => undefined,
        helpOnly: true,
      }));
      return [...own, ...mouse];
    }, [t, mayEdit]),
  );
}

/** Somewhere that has its own meaning for keys: a field, or a list. */
export function isElsewhere(target: EventTarget | null): boolean {
  return (
    (target instanceof HTMLElement &&
      (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) ||
    isDialog()
  );
}

function isDialog(): boolean {
  return document.querySelector('[aria-modal="true"], [role="menu"]') !== null;
}
