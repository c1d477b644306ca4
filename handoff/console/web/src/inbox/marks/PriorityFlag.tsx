/** How urgent a session is: the level's name beside a flag of its colour. */
import { IconFlagFilled } from "@tabler/icons-react";

import { useLevelName, useLevels } from "./levels";
import classes from "./Marks.module.css";

export function PriorityFlag({ level }: { level: string }) {
  const levelName = useLevelName();
  const color = useLevels().find((each) => each.id === level)?.color ?? "gray";
  return (
    <span className={classes.mark}>
      <IconFlagFilled size={12} color={`var(--mantine-color-${color}-6, ${color})`} aria-hidden />
      {levelName(level)}
    </span>
  );
}
