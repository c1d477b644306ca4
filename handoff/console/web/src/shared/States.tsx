/** What a region says when it has nothing, can't get it, or may not show it. */
import { Button, Center, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCloudOff, IconLock, IconMoodEmpty, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ApiError } from "../api/client";

interface EmptyProps {
  icon?: Icon;
  title: string;
  hint?: string | undefined;
  children?: ReactNode;
}

export function Empty({ icon: Mark = IconMoodEmpty, title, hint, children }: EmptyProps) {
  return (
    <Center h="100%" p="xl" mih={180}>
      <Stack align="center" gap="xs" maw={340} ta="center">
        <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
          <Mark size={26} stroke={1.5} />
        </ThemeIcon>
        <Title order={2} fz="md">
          {title}
        </Title>
        {hint && (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        )}
        {children}
      </Stack>
    </Center>
  );
}

export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("states");
  const problem = error instanceof ApiError ? error : null;
  if (problem?.status === 403)
    return <Empty icon={IconLock} title={t("noPermission")} hint={t("noPermissionHint")} />;
  if (problem?.status === 404)
    return <Empty icon={IconLock} title={t("notFound")} hint={t("notFoundHint")} />;
  return (
    <Empty
      icon={IconCloudOff}
      title={problem?.status === 0 ? t("offline") : t("failed")}
      hint={problem && problem.status !== 0 ? problem.message : t("offlineHint")}
    >
      <Button variant="light" onClick={retry}>
        {t("retry")}
      </Button>
    </Empty>
  );
}
