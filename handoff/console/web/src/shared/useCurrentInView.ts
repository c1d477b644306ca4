/** Keeps the current one of a row of links or tabs in view, where there is no room for all. */
import { useEffect, useRef, type RefObject } from "react";

export function useCurrentInView<Row extends HTMLElement>(current: string): RefObject<Row | null> {
  const row = useRef<Row>(null);
  useEffect(() => {
    row.current
      ?.querySelector("[aria-current], [aria-selected=true]")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return row;
}
