/** Asks before a conversation is taken out of a customer's. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useChannelName } from "../shared/names";
import type { Member } from "./queries";
import type { Joining } from "./useJoining";

interface Props {
  member: Member | null;
  person: string;
  joining: Joining;
  onClose: () => void;
}

export function SplitDialog({ member, person, joining, onClose }: Props) {
  const t = useTranslations("people");
  const channelName = useChannelName();
  const split = async () => {
    if (member && (await joining.split(person, member.conversation_id))) onClose();
  };
  return (
    <Modal opened={member !== null} onClose={onClose} title={t("splitTitle")} size="sm">
      <Stack gap="md">
        <Text size="sm">{t("splitText", { channel: channelName(member?.channel ?? "") })}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button color="red" loading={joining.busy} onClick={() => void split()} data-autofocus>
            {t("split")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
