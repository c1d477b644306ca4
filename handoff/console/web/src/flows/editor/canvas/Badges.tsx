/** What sessions did at a step: waited, left, asked for a person, failed. */
import { IconAlertTriangle, IconDoorExit, IconHeadset, IconHourglass, type Icon } from "@tabler/icons-react";
import { Tooltip } from "@mantine/core";

import type { StepBadge } from "../EditorContext";
import classes from "./boxes.module.css";

const MARKS: Record<StepBadge["kind"], Icon> = {
  dropped: IconDoorExit,
  person: IconHeadset,
  failed: IconAlertTriangle,
  waiting: IconHourglass,
};

export function Badges({ badges }: { badges: readonly StepBadge[] }) {
  return (
    <div className={classes.badges}>
      {badges.map(({ kind, count, label }) => {
        const Mark = MARKS[kind];
        return (
          <Tooltip key={kind} label={label}>
            <span data-kind={kind} role="img" aria-label={label}>
              <Mark size={13} aria-hidden /> {count}
            </span>
          </Tooltip>
        );
      })}
    </div>
  );
}
