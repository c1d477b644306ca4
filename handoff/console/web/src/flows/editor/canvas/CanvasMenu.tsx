/** The menu of the right mouse button. */
import { Menu } from "@mantine/core";
import {
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconLayoutDistributeHorizontal,
  IconSelectAll,
  IconTrash,
} from "@tabler/icons-react";
import { useReactFlow } from "@xyflow/react";
import { useTranslations } from "use-intl";

import { useDeeds } from "../deeds";
import { useCopy, usePaste } from "../useClipboard";

export interface MenuAt {
  x: number;
  y: number;
  step: string | null;
}

interface Props {
  at: MenuAt;
  editing: boolean;
  onClose: () => void;
}

export function CanvasMenu({ at, editing, onClose }: Props) {
  const t = useTranslations("flows.editor");
  const { duplicate, remove, chooseAll, tidy } = useDeeds();
  const { screenToFlowPosition } = useReactFlow();
  const copy = useCopy();
  const paste = usePaste();
  return (
    <Menu opened onClose={onClose} position="bottom-start" withinPortal>
      <Menu.Target>
        <span aria-hidden style={{ position: "fixed", left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        {at.step !== null && (
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={copy}>
            {t("copy")}
          </Menu.Item>
        )}
        {at.step !== null && editing && (
          <>
            <Menu.Item leftSection={<IconCopyPlus size={16} />} onClick={duplicate}>
              {t("duplicate")}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={remove}>
              {t("delete")}
            </Menu.Item>
          </>
        )}
        {at.step === null && (
          <>
            {editing && (
              <Menu.Item
                leftSection={<IconClipboard size={16} />}
                onClick={() => paste(screenToFlowPosition(at))}
              >
                {t("paste")}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconSelectAll size={16} />} onClick={chooseAll}>
              {t("keys.chooseAll")}
            </Menu.Item>
            {editing && (
              <Menu.Item leftSection={<IconLayoutDistributeHorizontal size={16} />} onClick={tidy}>
                {t("keys.tidy")}
              </Menu.Item>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
