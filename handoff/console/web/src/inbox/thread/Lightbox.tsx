/** The pictures of a thread, one at a time and large: by arrow keys, at full size, to be downloaded. */
import { ActionIcon, Modal, Text, Tooltip } from "@mantine/core";
import {
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconX,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react";
import { useCallback, useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import type { Attachment, Message } from "../../api/types";
import { fileAddress } from "./fileAddress";
import classes from "./Lightbox.module.css";
import { LightboxContext } from "./useLightbox";

export function LightboxProvider({ messages, children }: { messages: Message[]; children: ReactNode }) {
  const [shown, setShown] = useState<string | null>(null);
  const pictures = useMemo(
    () => messages.flatMap((each) => each.content?.attachments ?? []).filter(isPicture),
    [messages],
  );
  const open = useCallback((file: string) => setShown(file), []);
  const index = pictures.findIndex((each) => each.file_id === shown);
  const picture = pictures[index];
  return (
    <LightboxContext value={open}>
      {children}
      <Modal
        opened={picture !== undefined}
        onClose={() => setShown(null)}
        fullScreen
        withCloseButton={false}
        padding={0}
        transitionProps={{ duration: 120 }}
        classNames={{ content: classes.content, body: classes.body }}
        aria-label={picture?.name}
      >
        {picture && (
          <Large
            key={picture.file_id}
            picture={picture}
            index={index}
            count={pictures.length}
            onGo={(step) => setShown(pictures[index + step]?.file_id ?? shown)}
            onClose={() => setShown(null)}
          />
        )}
      </Modal>
    </LightboxContext>
  );
}

interface LargeProps {
  picture: Attachment;
  index: number;
  count: number;
  onGo: (step: number) => void;
  onClose: () => void;
}

function Large({ picture, index, count, onGo, onClose }: LargeProps) {
  const t = useTranslations("files");
  const [full, setFull] = useState(false);
  const address = fileAddress(picture.file_id ?? "");

  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") onGo(-1);
    else if (event.key === "ArrowRight") onGo(1);
    else if (event.key === "+" || event.key === "=") setFull(true);
    else if (event.key === "-") setFull(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={classes.large} onKeyDown={pressed}>
      <div className={classes.bar}>
        <Text size="sm" truncate flex={1} aria-live="polite">
          {picture.name}
          {count > 1 && ` · ${t("which", { index: index + 1, count })}`}
        </Text>
        <Tool label={t(full ? "fit" : "zoom")} onDo={() => setFull((before) => !before)}>
          {full ? <IconZoomOut size={20} /> : <IconZoomIn size={20} />}
        </Tool>
        <Tooltip label={t("download")}>
          <ActionIcon
            component="a"
            href={address}
            download={picture.name}
            variant="subtle"
            color="gray"
            size={40}
            aria-label={t("download")}
          >
            <IconDownload size={20} />
          </ActionIcon>
        </Tooltip>
        <Tool label={t("close")} onDo={onClose} first>
          <IconX size={20} />
        </Tool>
      </div>
      <div className={classes.stage} data-full={full}>
        <img
          src={address}
          alt={picture.name}
          width={picture.width ?? undefined}
          height={picture.height ?? undefined}
          // What the thread has already is there at once.
          style={{ background: `url("${address}?preview=1") center / contain no-repeat` }}
          onClick={() => setFull((before) => !before)}
        />
      </div>
      {index > 0 && (
        <div className={classes.previous}>
          <Tool label={t("previous")} onDo={() => onGo(-1)}>
            <IconChevronLeft size={24} />
          </Tool>
        </div>
      )}
      {index < count - 1 && (
        <div className={classes.next}>
          <Tool label={t("next")} onDo={() => onGo(1)}>
            <IconChevronRight size={24} />
          </Tool>
        </div>
      )}
    </div>
  );
}

interface ToolProps {
  label: string;
  onDo: () => void;
  /** Has the keyboard when the picture comes. */
  first?: boolean;
  children: ReactNode;
}

function Tool({ label, onDo, first = false, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        bd={0}
        size={40}
        radius="xl"
        aria-label={label}
        onClick={onDo}
        data-autofocus={first || undefined}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function isPicture(file: Attachment): boolean {
  return Boolean(file.file_id && file.width);
}
