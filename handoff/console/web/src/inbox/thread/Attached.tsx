/** Files, places and shared contacts of a message. */
import { Anchor, Skeleton, Text } from "@mantine/core";
import { IconFile, IconFileAlert, IconMapPin, IconUser } from "@tabler/icons-react";
import { useFormatter, useTranslations } from "use-intl";

import type { Attachment, Message } from "../../api/types";
import classes from "./Attached.module.css";

type Content = NonNullable<Message["content"]>;

export function Attached({ attachment }: { attachment: Attachment }) {
  const t = useTranslations("files");
  if (attachment.failure) {
    return (
      <div className={classes.card} data-failed>
        <IconFileAlert size={22} aria-hidden />
        <div>
          <Text size="sm">{attachment.name}</Text>
          <Text size="xs">{t("failed", { why: attachment.failure })}</Text>
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
  const address = `/api/files/${encodeURIComponent(attachment.file_id)}`;
  switch (attachment.kind) {
    case "photo":
    case "sticker":
      return (
        <a
          href={address}
          target="_blank"
          rel="noopener"
          className={classes.picture}
          data-kind={attachment.kind}
        >
          <img src={address} alt={attachment.name} loading="lazy" />
        </a>
      );
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

function Download({ attachment, address }: { attachment: Attachment; address: string }) {
  const format = useFormatter();
  const size = attachment.size ?? 0;
  const [value, unit] = size >= 1e6 ? [size / 1e6, "megabyte"] : [Math.max(1, size / 1e3), "kilobyte"];
  return (
    <a className={classes.card} href={address} download={attachment.name}>
      <IconFile size={22} aria-hidden />
      <span>
        <Text component="span" display="block" size="sm" fw={550}>
          {attachment.name}
        </Text>
        {size > 0 && (
          <Text component="span" display="block" size="xs" c="dimmed">
            {format.number(value, {
              style: "unit",
              unit,
              maximumFractionDigits: unit === "megabyte" ? 1 : 0,
            })}
          </Text>
        )}
      </span>
    </a>
  );
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

export function SharedCard({ card }: { card: NonNullable<Content["card"]> }) {
  return (
    <div className={classes.card}>
      <IconUser size={22} aria-hidden />
      <div>
        <Text size="sm" fw={550}>
          {card.name}
        </Text>
        <Anchor size="xs" href={`tel:${card.phone}`}>
          {card.phone}
        </Anchor>
      </div>
    </div>
  );
}
