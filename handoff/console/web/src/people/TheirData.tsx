/** What a customer may ask for by law, for admins: all that is kept of them in one file, or that it is erased. */
import { Button, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDatabase, IconDownload, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { usePlace } from "../inbox/usePlace";
import { usePrivacy } from "./usePrivacy";

export function TheirData({ conversation, name }: { conversation: string; name: string }) {
  const t = useTranslations("people");
  const { open } = usePlace();
  const privacy = usePrivacy(conversation);
  const [asking, setAsking] = useState(false);
  const erase = async () => {
    if (!(await privacy.erase())) return;
    setAsking(false);
    notifications.show({ color: "helpline", message: t("erased") });
    open(null);
  };
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            loading={privacy.busy && !asking}
            leftSection={<IconDatabase size={14} />}
          >
            {t("privacy")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconDownload size={15} />} onClick={() => void privacy.export()}>
            {t("export")}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setAsking(true)}>
            {t("erase")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking} onClose={() => setAsking(false)} title={t("eraseTitle")} size="md">
        <Stack gap="md">
          <Text fw={600} dir="auto">
            {name}
          </Text>
          <Text size="sm">{t("eraseText")}</Text>
          <Text size="sm" c="dimmed">
            {t("eraseBackups")}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              {t("cancel")}
            </Button>
            <Button variant="default" disabled={privacy.busy} onClick={() => void privacy.export()}>
              {t("export")}
            </Button>
            <Button color="red" loading={privacy.busy} onClick={() => void erase()}>
              {t("eraseNow")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
