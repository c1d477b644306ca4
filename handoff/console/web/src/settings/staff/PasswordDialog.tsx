/** A password that was made, shown this once: nobody can read it again. */
import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

interface Props {
  name: string;
  login: string;
  password: string;
  onClose: () => void;
}

export function PasswordDialog({ name, login, password, onClose }: Props) {
  const t = useTranslations("staff.password");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("title", { name })}
      size="sm"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="sm">
        <Text size="sm">{t("text")}</Text>
        <TextInput label={t("login")} readOnly value={login} />
        <TextInput
          label={t("password")}
          readOnly
          value={password}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Group justify="flex-end">
          <CopyButton value={password}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                onClick={copy}
              >
                {copied ? t("copied") : t("copy")}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t("done")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
