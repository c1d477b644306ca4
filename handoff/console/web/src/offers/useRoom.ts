/** Tells the pages how high the cards in the corner are: what scrolls under them leaves that much room at its end. */
import { useElementSize } from "@mantine/hooks";
import { useEffect } from "react";

/** From the edge of the window to the cards, and the same above them. */
const GAPS = 2 * 14;

export function useRoom() {
  const { ref, height } = useElementSize<HTMLElement>();
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty("--hl-cards", `${height && height + GAPS}px`);
    return () => void style.removeProperty("--hl-cards");
  }, [height]);
  return ref;
}
