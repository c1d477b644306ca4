/** Chooses files from the disk. */
import { ActionIcon, FileButton, Tooltip } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";

export function AttachButton({ onPick }: { onPick: (files: File[]) => void }) {
  const t = useTranslations("attach");
  const reset = useRef<() => void>(null);
  const picked = (files: File[]) => {
    onPick(files);
    reset.current?.(); // else the same file could not be chosen again
  };
  return (
    <FileButton multiple resetRef={reset} onChange={picked}>
      {(button) => (
        <Tooltip label={t("hint")}>
          <ActionIcon
            {...button}
            variant="subtle"
            color="gray"
            size={36}
            radius="xl"
            aria-label={t("attach")}
          >
            <IconPaperclip size={19} />
          </ActionIcon>
        </Tooltip>
      )}
    </FileButton>
  );
}
