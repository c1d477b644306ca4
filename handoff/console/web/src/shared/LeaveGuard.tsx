/** Keeps unsaved words from being left by mistake. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect, type RefObject } from "react";
import { useBlocker } from "react-router";
import { useTranslations } from "use-intl";

interface Props {
  dirty: boolean;
  /** Set when the words were saved in the very step that leaves. */
  done?: RefObject<boolean>;
}

export function LeaveGuard({ dirty, done }: Props) {
  const t = useTranslations("leaving");
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      dirty && !done?.current && currentLocation.pathname !== nextLocation.pathname,
  );

  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);

  return (
    <Modal
      opened={blocker.state === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t("title")}
      size="sm"
    >
      <Text size="sm">{t("text")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" color="red" onClick={() => blocker.proceed?.()}>
          {t("leave")}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          {t("stay")}
        </Button>
      </Group>
    </Modal>
  );
}
