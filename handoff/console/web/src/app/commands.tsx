/**
 * Everything that can be done from the keyboard, in one list: screens add their commands while they are shown, and the
 * palette, the help and the keys themselves are all read from it.
 */
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from "react";

export interface Command {
  id: string;
  label: string;
  group: string;
  run: () => void;
  /** A single key as `KeyboardEvent.key` names it; `help` shows it. Without one it is in the palette only. */
  keys?: string[];
  description?: string | undefined;
  /** Done with the mouse: told by `help`, and not to be chosen in the palette. */
  helpOnly?: boolean;
}

interface Offer {
  place: Place;
  commands: Command[];
}

type Register = (owner: symbol, offer: Offer | null) => void;

// Two contexts: a screen that adds commands must not be drawn again by the commands of another.
const RegisterContext = createContext<Register>(() => undefined);
const CommandsContext = createContext<Command[]>([]);

export function useAllCommands(): Command[] {
  return use(CommandsContext);
}

/** Where a screen's commands stand in the lists: what concerns the open session comes first. */
export type Place = "session" | "list" | "everywhere";
const PLACES: Place[] = ["session", "list", "everywhere"];

/** Adds commands for as long as the calling component is shown. Memoize the list. */
export function useCommands(place: Place, commands: Command[]): void {
  const register = use(RegisterContext);
  const [owner] = useState(() => Symbol("commands"));
  useEffect(() => {
    register(owner, { place, commands });
    return () => register(owner, null);
  }, [register, owner, place, commands]);
}

export function CommandsProvider({ children }: { children: ReactNode }) {
  const [owners, setOwners] = useState<ReadonlyMap<symbol, Offer>>(new Map());
  const [register] = useState<Register>(() => (owner: symbol, offer: Offer | null) => {
    setOwners((before) => {
      const after = new Map(before);
      if (offer) after.set(owner, offer);
      else after.delete(owner);
      return after;
    });
  });
  const commands = useMemo(
    () =>
      PLACES.flatMap((place) => [...owners.values()].filter((each) => each.place === place)).flatMap(
        (each) => each.commands,
      ),
    [owners],
  );

  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  }, [commands]);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isDialogOpen()) return;
      const command = latest.current.find((each) => each.keys?.includes(event.key));
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);

  return (
    <RegisterContext value={register}>
      <CommandsContext value={commands}>{children}</CommandsContext>
    </RegisterContext>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.role === "combobox")
  );
}

function isDialogOpen(): boolean {
  return (
    document.querySelector('[role="dialog"][data-modal-content], [aria-modal="true"], [role="menu"]') !== null
  );
}
