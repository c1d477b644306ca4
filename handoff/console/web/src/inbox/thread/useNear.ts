/** Whether a row has the reader's attention, so that it offers what can be done: pointed at, focused, or pressed long. */
import {
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type SyntheticEvent,
} from "react";

const LONG_MS = 450;
const SHAKE_PX = 8;

export function useNear() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [opened, setOpened] = useState(false);
  const press = useRef({ timer: 0, long: false, x: 0, y: 0 });

  const release = () => window.clearTimeout(press.current.timer);
  // What a browser makes of a long press by itself, a click or its own menu, would close ours.
  const keepOurs = (event: SyntheticEvent) => {
    if (press.current.long) event.preventDefault();
  };

  const watch = {
    onPointerEnter: ({ pointerType }: PointerEvent) => setPointed(pointerType === "mouse"),
    onPointerLeave: () => {
      setPointed(false);
      release();
    },
    onFocus: ({ target }: FocusEvent) => setFocused(target.matches(":focus-visible")),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (!currentTarget.contains(relatedTarget)) setFocused(false);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || event.target !== event.currentTarget) return;
      event.preventDefault();
      setOpened(true);
    },
    onPointerDown: ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
      release();
      press.current = { timer: 0, long: false, x, y };
      if (pointerType !== "touch") return;
      press.current.timer = window.setTimeout(() => {
        press.current.long = true;
        setOpened(true);
      }, LONG_MS);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (Math.hypot(clientX - press.current.x, clientY - press.current.y) > SHAKE_PX) release();
    },
    onPointerUp: release,
    onPointerCancel: release,
    onTouchEnd: keepOurs,
    onContextMenu: keepOurs,
  };
  return { near: pointed || focused || opened, opened, setOpened, watch };
}
