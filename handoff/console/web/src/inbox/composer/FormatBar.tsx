/** Marks of formatting at a press, and a look at what the customer will see. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconBold, IconCode, IconEye, IconItalic, IconLink, type Icon } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./Composer.module.css";
import { MARK_KEYS, type Mark } from "./marking";

const SIGNS: Record<Mark, Icon> = { bold: IconBold, italic: IconItalic, code: IconCode, link: IconLink };

interface Props {
  previewed: boolean;
  onMark: (mark: Mark) => void;
  onPreview: () => void;
}

export function FormatBar({ previewed, onMark, onPreview }: Props) {
  const t = useTranslations("composer.format");
  return (
    <div className={classes.format} role="toolbar" aria-label={t("title")}>
      {Object.entries(MARK_KEYS).map(([key, mark]) => {
        const Sign = SIGNS[mark];
        return (
          <Tooltip key={mark} label={`${t(mark)} (Ctrl+${key.toUpperCase()})`}>
            <ActionIcon
              color="gray"
              aria-label={t(mark)}
              // The field keeps the focus and what is selected in it.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onMark(mark)}
            >
              <Sign size={17} />
            </ActionIcon>
          </Tooltip>
        );
      })}
      <Tooltip label={t("preview")}>
        <ActionIcon
          color={previewed ? "helpline" : "gray"}
          aria-label={t("preview")}
          aria-pressed={previewed}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onPreview}
        >
          <IconEye size={17} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
