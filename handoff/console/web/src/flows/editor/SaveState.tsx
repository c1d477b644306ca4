/** Whether the server has all that was drawn. */
import { Button, Tooltip } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUpload,
  IconLock,
  IconUsers,
} from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./Editor.module.css";
import type { Drawing } from "./useDrawing";

interface Props {
  drawing: Drawing;
  editing: boolean;
  onConflict: () => void;
}

export function SaveState({ drawing, editing, onConflict }: Props) {
  const t = useTranslations("flows.editor.saving");
  const { standing } = drawing.state;
  if (standing.is === "stale") {
    return (
      <Button size="compact-sm" color="amber" leftSection={<IconUsers size={15} />} onClick={onConflict}>
        {t("stale", { author: standing.theirs.author })}
      </Button>
    );
  }
  if (!editing) {
    return (
      <span className={classes.saving}>
        <IconLock size={15} aria-hidden /> {t("readOnly")}
      </span>
    );
  }
  const Mark = {
    saved: IconCloudCheck,
    waiting: IconCloudUpload,
    saving: IconCloudUpload,
    offline: IconCloudOff,
    refused: IconAlertTriangle,
  }[standing.is];
  const hint = standing.is === "refused" ? standing.message : t(`${standing.is}Hint`);
  return (
    <Tooltip label={hint} multiline maw={320}>
      <span className={classes.saving} role="status" data-is={standing.is} tabIndex={0}>
        <Mark size={16} aria-hidden /> <span>{t(standing.is)}</span>
      </span>
    </Tooltip>
  );
}
