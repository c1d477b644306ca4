/** Asks before the bot speaks to the customer again. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useCustomerName } from "../../shared/names";
import type { Desk } from "../useDesk";

interface Props {
  opened: boolean;
  onClose: () => void;
  conversation: Conversation;
  desk: Desk;
}

export function GiveBackDialog({ opened, onClose, conversation, desk }: Props) {
  const t = useTranslations("givingBack");
  const name = useCustomerName()(conversation);
  const submit = async () => {
    if ((await desk.giveBack()) === null) onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t("title")} size="sm">
      <Text size="sm">{t("text", { name: name })}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button data-autofocus loading={desk.busy} onClick={() => void submit()}>
          {t("confirm")}
        </Button>
      </Group>
    </Modal>
  );
}
