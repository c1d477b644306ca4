/** An edge was let go over nothing: which step shall stand there? */
import { Menu } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useWords } from "../../forms/words";
import type { StepKind } from "../../model/types";
import type { Loose } from "../deeds";
import { lookOf } from "../looks";
import classes from "./Canvas.module.css";

export interface Place {
  x: number;
  y: number;
  from: Loose;
}

interface Props {
  place: Place;
  kinds: readonly StepKind[];
  onPick: (kind: StepKind) => void;
  onClose: () => void;
}

export function QuickAdd({ place, kinds, onPick, onClose }: Props) {
  const t = useTranslations("flows.editor");
  const words = useWords();
  return (
    <Menu opened onClose={onClose} position="right-start" withinPortal>
      <Menu.Target>
        <span aria-hidden style={{ position: "fixed", left: place.x, top: place.y }} />
      </Menu.Target>
      <Menu.Dropdown className={classes.quick}>
        <Menu.Label>{t("newStep")}</Menu.Label>
        {kinds.map((kind) => {
          const { icon: Mark, color } = lookOf(kind.kind);
          return (
            <Menu.Item
              key={kind.kind}
              leftSection={<Mark size={16} color={`var(--mantine-color-${color}-6)`} />}
              onClick={() => onPick(kind)}
            >
              {words(kind.title)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
