/** Files, places and shared contacts of a message. */
import { Anchor, Skeleton, Text } from "@mantine/core";
import { IconFile, IconFileAlert, IconMapPin, IconUser } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import type { Attachment, Message } from "../../api/types";
import { said } from "../../shared/said";
import classes from "./Attached.module.css";
import { CopyAgain } from "./CopyAgain";
import { Download } from "./Download";
import { fileAddress } from "./fileAddress";
import { Picture } from "./Picture";

type Content = NonNullable<Message["content"]>;

interface Props {
  attachment: Attachment;
  /** The message that it is in, and its place there: to ask for it again. */
  of?: string;
  index?: number;
}

export function Attached({ attachment, of, index = 0 }: Props) {
  const t = useTranslations("files");
  if (attachment.failure) {
    return (
      <div className={classes.card} data-failed>
        <IconFileAlert size={22} aria-hidden />
        <div>
          <Text size="sm">{attachment.name}</Text>
          <Text size="xs">{t("failed", { why: said(attachment.failure) })}</Text>
          {of && <CopyAgain of={of} index={index} />}
        </div>
      </div>
    );
  }
  if (!attachment.file_id && attachment.url) {
    return (
      <a className={classes.card} href={attachment.url} target="_blank" rel="noopener noreferrer">
        <IconFile size={22} aria-hidden />
        <Text size="sm">{attachment.name}</Text>
      </a>
    );
  }
  if (!attachment.file_id) {
    return (
      <div className={classes.card} role="status">
        <Skeleton circle height={24} />
        <Text size="sm" c="dimmed">
          {t("coming", { name: attachment.name })}
        </Text>
      </div>
    );
  }
  const address = fileAddress(attachment.file_id);
  if (attachment.width) return <Picture attachment={attachment} file={attachment.file_id} />;
  switch (attachment.kind) {
    case "photo":
    case "sticker":
      return <Picture attachment={attachment} file={attachment.file_id} />;
    case "voice":
    case "audio":
      return (
        <audio
          className={classes.sound}
          controls
          preload="metadata"
          src={address}
          aria-label={attachment.name}
        />
      );
    case "video":
      return (
        <video
          className={classes.video}
          controls
          preload="metadata"
          src={address}
          aria-label={attachment.name}
        />
      );
    case "document":
      return <Download attachment={attachment} address={address} />;
  }
}

export function PlaceCard({ place }: { place: NonNullable<Content["place"]> }) {
  const t = useTranslations("files");
  const { latitude, longitude } = place;
  return (
    <div className={classes.card}>
      <IconMapPin size={22} aria-hidden />
      <div>
        <Text size="sm" fw={550}>
          {t("place")}
        </Text>
        <Anchor
          size="xs"
          href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
          target="_blank"
          rel="noopener noreferrer"
        >
          {latitude.toFixed(5)}, {longitude.toFixed(5)}
        </Anchor>
      </div>
    </div>
  );
}

export function SharedCard({ card }: { card: NonNullable<Content["cards"]>[number] }) {
  return (
    <div className={classes.card}>
      <IconUser size={22} aria-hidden />
      <div>
        <Text size="sm" fw={550}>
          {card.name}
        </Text>
        {card.phone && (
          <Anchor size="xs" href={`tel:${card.phone}`}>
            {card.phone}
          </Anchor>
        )}
      </div>
    </div>
  );
}
