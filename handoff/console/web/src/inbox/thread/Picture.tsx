/** A picture, small; it opens large. What turns out to be none is offered as a file. */
import { UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { Attachment } from "../../api/types";
import classes from "./Attached.module.css";
import { Download } from "./Download";
import { fileAddress } from "./fileAddress";
import { fitted } from "./fitted";
import { useLightbox } from "./useLightbox";

const STICKER_HIGHEST = 130;

export function Picture({ attachment, file }: { attachment: Attachment; file: string }) {
  const t = useTranslations("files");
  const open = useLightbox();
  const [broken, setBroken] = useState(false);
  const address = fileAddress(file);
  if (broken) return <Download attachment={attachment} address={address} />;

  const size = fitted(attachment, attachment.kind === "sticker" ? STICKER_HIGHEST : undefined);
  const image = (
    <img
      {...size}
      src={`${address}?preview=1`}
      alt={attachment.name}
      loading="lazy"
      onError={() => setBroken(true)}
    />
  );
  return open && size ? (
    <UnstyledButton
      className={classes.picture}
      aria-label={t("enlarge", { name: attachment.name })}
      onClick={() => open(file)}
    >
      {image}
    </UnstyledButton>
  ) : (
    <a href={address} target="_blank" rel="noopener" className={classes.picture}>
      {image}
    </a>
  );
}
