/** Ready replies after a slash: which are offered, and the keys that choose one. */
import { useQuery } from "@tanstack/react-query";
import { useState, type KeyboardEvent } from "react";

import { cannedQuery } from "../../api/queries";
import { matching, sought } from "./canned";

export function useCanned(text: string, languages: string[], onUse: (text: string) => void) {
  const { data: canned = [] } = useQuery(cannedQuery);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState("");
  const typed = text === dismissed ? null : sought(text);
  const offered = typed === null ? [] : matching(canned, typed, languages);
  const active = Math.min(chosen, offered.length - 1);

  const insert = (index: number) => {
    const reply = offered[index];
    if (reply) onUse(reply.text);
    setChosen(0);
  };

  /** Whether the key was for the list. */
  const choose = (event: KeyboardEvent): boolean => {
    if (offered.length === 0 || event.shiftKey) return false;
    switch (event.key) {
      case "ArrowDown":
        setChosen((active + 1) % offered.length);
        return true;
      case "ArrowUp":
        setChosen((active - 1 + offered.length) % offered.length);
        return true;
      case "Enter":
      case "Tab":
        insert(active);
        return true;
      case "Escape":
        setDismissed(text);
        return true;
      default:
        return false;
    }
  };

  return { offered, active, insert, choose, restart: () => setChosen(0) };
}
