/** What goes along with the reply: how far each file has come, and what is wrong with it. */
import { ActionIcon, Anchor, Progress, Text } from "@mantine/core";
import { IconFile, IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./Attach.module.css";
import { objection, type Attached } from "./attached";

interface Props {
  items: Attached[];
  onRemove: (key: number) => void;
  onRetry: (item: Attached) => void;
}

export function AttachList({ items, onRemove, onRetry }: Props) {
  const t = useTranslations("attach");
  return (
    <ul className={classes.list} aria-label={t("list")}>
      {items.map((item, index) => (
        <li key={item.key} className={classes.item} data-failed={item.problem !== undefined}>
          {item.preview ? <img src={item.preview} alt="" /> : <IconFile size={24} aria-hidden />}
          <div className={classes.words}>
            <Text size="sm" truncate>
              {item.file?.name ?? item.source.name}
            </Text>
            {item.problem !== undefined ? (
              <Text size="xs" c="var(--mantine-color-error)" role="alert">
                {item.problem}{" "}
                {objection(item.source, index) === null && (
                  <Anchor component="button" type="button" size="xs" onClick={() => onRetry(item)}>
                    {t("again")}
                  </Anchor>
                )}
              </Text>
            ) : (
              !item.file && (
                <Progress
                  size="xs"
                  value={item.progress * 100}
                  aria-label={t("uploading", { name: item.source.name })}
                />
              )
            )}
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t("remove", { name: item.source.name })}
            onClick={() => onRemove(item.key)}
          >
            <IconX size={15} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
