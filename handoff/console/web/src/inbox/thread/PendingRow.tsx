/** A text on its way, or held up: then it can be sent again or thrown away, never lost. */
import { Anchor, Group, Text } from "@mantine/core";
import { IconAlertCircleFilled, IconClock, IconPaperclip } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { outbox, type Pending } from "../composer/outbox";
import { useSend } from "../composer/useSend";
import classes from "./MessageRow.module.css";
import { FormattedText } from "./FormattedText";
import { Quoted } from "./Quoted";

export function PendingRow({ item }: { item: Pending }) {
  const t = useTranslations("thread");
  const { retry } = useSend(item.conversation);
  const failed = item.state === "failed";
  return (
    <article className={classes.row} data-look={item.kind === "note" ? "note" : "operator"} data-first="true">
      <div className={classes.bubble} style={{ opacity: failed ? 1 : 0.72 }}>
        {item.quote && <Quoted quote={item.quote} />}
        {item.files?.map((file) => (
          <Group key={file.id} gap={6} wrap="nowrap">
            <IconPaperclip size={15} aria-hidden />
            <Text size="sm">{file.name}</Text>
          </Group>
        ))}
        {item.text && <FormattedText text={item.text} />}
        <div className={classes.foot}>
          {failed ? (
            <IconAlertCircleFilled
              size={15}
              color="var(--mantine-color-error)"
              role="img"
              aria-label={t("notSent")}
            />
          ) : (
            <IconClock size={15} role="img" aria-label={t("sending")} />
          )}
        </div>
      </div>
      {failed && (
        <Group gap={10} role="alert">
          <Text size="xs" c="var(--mantine-color-error)">
            {t("notSent")} {item.problem}
          </Text>
          <Anchor component="button" size="xs" fw={600} onClick={() => retry(item)}>
            {t("retry")}
          </Anchor>
          <Anchor component="button" size="xs" c="dimmed" onClick={() => outbox.drop(item.id)}>
            {t("discard")}
          </Anchor>
        </Group>
      )}
    </article>
  );
}
