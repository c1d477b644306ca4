/** Ties the reader's Telegram to the operators' bot: a link to open, or a code to send. */
import { Anchor, Code, Loader, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { Failure } from "../shared/States";

export function TelegramDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useTranslations("telegram");
  return (
    <Modal opened={opened} onClose={onClose} title={t("title")} size="sm">
      <Link />
    </Modal>
  );
}

function Link() {
  const t = useTranslations("telegram");
  // A code is good once and for ten minutes, so each opening asks for a new one.
  const link = useQuery({
    queryKey: ["telegram-link"],
    queryFn: () => ask(api.POST("/api/me/telegram-link")),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (link.isPending) return <Loader />;
  if (!link.data) return <Failure error={link.error} retry={() => void link.refetch()} />;
  return (
    <Stack gap="sm">
      <Text size="sm">{t("text")}</Text>
      {link.data.url && (
        <Anchor href={link.data.url} target="_blank" rel="noopener noreferrer">
          {t("open")}
        </Anchor>
      )}
      <Text size="sm" c="dimmed">
        {t("orSend")}
      </Text>
      <Code block>/start {link.data.code}</Code>
    </Stack>
  );
}
