/** Where the eyes are in a thread: at the latest, which is followed, or further up, which is left alone. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const NEAR_PX = 80;
const AHEAD_PX = 600;

interface Range {
  /** Numbers of the first and last message shown; 0 before there is one. */
  first: number;
  last: number;
}

interface Scroll {
  box: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** The last message that was in sight. */
  seen: number;
  onScroll: () => void;
  toBottom: (behavior?: ScrollBehavior) => void;
  /** Go elsewhere: from now on what comes in is not followed. */
  goTo: (mark: HTMLElement) => void;
}

/** `onNearTop` is told when the beginning of what is loaded comes near. */
export function useScroll({ first, last }: Range, onNearTop: () => void): Scroll {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  const held = useRef({ first: 0, height: 0 });
  const [seen, setSeen] = useState(0);
  const loaded = last > 0;

  const toBottom = useCallback((behavior: ScrollBehavior = "auto") => {
    box.current?.scrollTo({ top: box.current.scrollHeight, behavior });
  }, []);

  const onScroll = () => {
    if (!box.current) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    atBottom.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (atBottom.current && seen !== last) setSeen(last);
    if (scrollTop < AHEAD_PX) onNearTop();
  };

  // Older messages came in above: hold on to what the eyes are on.
  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    const before = held.current;
    if (first < before.first && !atBottom.current) node.scrollTop += node.scrollHeight - before.height;
    held.current = { first, height: node.scrollHeight };
  }, [first, last]);

  // What grows without a new message: a photo that got its height, reasons that were unfolded.
  useEffect(() => {
    const node = box.current;
    if (!node || !content.current) return;
    const observer = new ResizeObserver(() => {
      held.current.height = node.scrollHeight;
      if (atBottom.current) toBottom();
    });
    observer.observe(content.current);
    observer.observe(node);
    return () => observer.disconnect();
  }, [loaded, toBottom]);

  useEffect(() => {
    if (!atBottom.current) return;
    toBottom();
    setSeen(last);
  }, [last, toBottom]);

  const goTo = useCallback((mark: HTMLElement) => {
    atBottom.current = false;
    const message = mark.tagName === "ARTICLE";
    mark.scrollIntoView({ block: message ? "center" : "start", behavior: "smooth" });
    // Which of all those in sight it is.
    if (message) mark.animate({ opacity: [1, 0.35, 1, 0.35, 1] }, { duration: 1400, delay: 300 });
  }, []);

  return { box, content, seen, onScroll, toBottom, goTo };
}
