/** Asks for a reason before something that others will have to understand. */
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import type { Refused } from "../useDesk";

interface Props {
  opened: boolean;
  title: string;
  text?: string;
  confirm: string;
  busy: boolean;
  /** What is asked besides the reason. */
  children?: ReactNode;
  onSubmit: (reason: string) => Promise<Refused | null>;
  onClose: () => void;
}

export function ReasonDialog({ opened, title, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="sm">
      <ReasonForm {...rest} onClose={onClose} />
    </Modal>
  );
}

function ReasonForm({ text, confirm, busy, children, onSubmit, onClose }: Omit<Props, "opened" | "title">) {
  const t = useTranslations("asking");
  const [reason, setReason] = useState("");
  const [error, setError] = useState("");

  const submit = async () => {
    if (!reason.trim()) return setError(t("reasonMissing"));
    const refused = await onSubmit(reason.trim());
    if (refused === null) onClose();
    else setError(Object.values(refused)[0] ?? "");
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md">
        {text && <Text size="sm">{text}</Text>}
        {children}
        <Textarea
          data-autofocus
          label={t("reason")}
          description={t("reasonHint")}
          withAsterisk
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setError("");
          }}
          error={error}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={busy}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
