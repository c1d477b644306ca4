/** Asks before what cannot be undone, or what the customer may get twice. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { Message } from "../../api/types";
import classes from "./Beside.module.css";
import type { Deed } from "./useDeeds";
import { useSnippet } from "./useSnippet";

export interface Asked {
  deed: Deed;
  message: Message;
}

interface Props {
  asked: Asked | null;
  busy: boolean;
  onDo: (asked: Asked) => void;
  onClose: () => void;
}

export function SureDialog({ asked, busy, onDo, onClose }: Props) {
  const t = useTranslations("deeds.sure");
  const snippet = useSnippet();
  return (
    <Modal opened={asked !== null} onClose={onClose} title={asked && t(`${asked.deed}.title`)} size="sm">
      {asked && (
        <Stack gap="md">
          <blockquote className={classes.sure} dir="auto">
            {snippet(asked.message)}
          </blockquote>
          <Text size="sm">{t(`${asked.deed}.text`)}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button
              data-autofocus
              color={asked.deed === "withdraw" ? "red" : undefined}
              loading={busy}
              onClick={() => onDo(asked)}
            >
              {t(`${asked.deed}.do`)}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
