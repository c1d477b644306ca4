/** A cell being typed into. Enter, Tab and going elsewhere keep what is typed; Escape does not. */
import { useRef, useState, type KeyboardEvent } from "react";

import own from "./sla.module.css";
import type { Grid } from "./useGrid";

interface Props {
  grid: Grid;
  label: string;
  /** The id of the words to offer. */
  words: string | undefined;
}

export function CellInput({ grid, label, words }: Props) {
  const [text, setText] = useState(grid.typing ?? "");
  // Leaving by a key also takes the focus away, which must not count as a second leaving.
  const left = useRef(false);
  const finish = (kept: string | null) => {
    if (left.current) return;
    left.current = true;
    grid.finish(kept);
  };

  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Tab") {
      finish(text);
      grid.tab(event);
      return;
    }
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    finish(event.key === "Enter" ? text : null);
    const down = event.key === "Escape" ? 0 : event.shiftKey ? -1 : 1;
    grid.select(event.currentTarget, { ...grid.head, row: grid.head.row + down });
  };

  return (
    <input
      autoFocus
      className={own.input}
      list={words}
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={pressed}
      onBlur={() => finish(text)}
    />
  );
}
