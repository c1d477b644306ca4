/** Drawn with the mouse or moved with the arrow keys: how wide the panel is. */
import { useRef } from "react";

import classes from "./Editor.module.css";

const NARROWEST = 320;
const WIDEST = 900;
const STEP = 40;

interface Props {
  label: string;
  width: number;
  onWidth: (width: number) => void;
}

export function Separator({ label, width, onWidth }: Props) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const set = (next: number) => onWidth(Math.round(Math.min(Math.max(next, NARROWEST), WIDEST)));
  return (
    <div
      className={classes.separator}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") set(width + STEP);
        else if (event.key === "ArrowRight") set(width - STEP);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (from.current) set(from.current.width + from.current.x - event.clientX);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
    />
  );
}
