/** Takes files that are dragged over it; text that is dragged stays the field's own matter. */
import { useState, type DragEvent, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import classes from "./Attach.module.css";

interface Props {
  /** It can change while one writes: the field must stay the same one then. */
  active: boolean;
  onDrop: (files: File[]) => void;
  children: ReactNode;
}

export function DropTarget({ active, onDrop, children }: Props) {
  const t = useTranslations("attach");
  const [over, setOver] = useState(false);

  const dragged = (event: DragEvent) => {
    if (!active || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  const left = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
  };
  const dropped = (event: DragEvent) => {
    setOver(false);
    if (!active || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    onDrop([...event.dataTransfer.files]);
  };
  return (
    <div className={classes.target} onDragOver={dragged} onDragLeave={left} onDrop={dropped}>
      {children}
      {over && <div className={classes.over}>{t("drop")}</div>}
    </div>
  );
}
