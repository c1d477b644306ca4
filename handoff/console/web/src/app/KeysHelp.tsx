/** `?`: which key does what on the screen that is open. */
import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { useAllCommands, useCommands } from "./commands";

function keyName(key: string): string {
  return { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc" }[key] ?? key;
}

export function KeysHelp() {
  const t = useTranslations("keys");
  const [opened, { open, close }] = useDisclosure(false);
  const commands = useAllCommands().filter((each) => each.keys?.length);

  useCommands(
    "everywhere",
    useMemo(
      () => [{ id: "help", label: t("title"), group: t("general"), keys: ["?"], run: open }],
      [t, open],
    ),
  );

  const rows = [
    ...commands.map((each) => ({ id: each.id, label: each.label, keys: (each.keys ?? []).map(keyName) })),
    { id: "offer", label: t("offer"), keys: ["Enter"] },
    { id: "palette", label: t("palette"), keys: ["Ctrl/⌘ K"] },
    { id: "send", label: t("send"), keys: ["Enter", "Ctrl/⌘ Enter"] },
    { id: "newline", label: t("newline"), keys: ["Shift Enter"] },
    { id: "canned", label: t("canned"), keys: ["/"] },
  ];
  return (
    <Modal opened={opened} onClose={close} title={t("title")} size="sm">
      <Stack gap={6} component="dl" m={0}>
        {rows.map((row) => (
          <Group key={row.id} justify="space-between" wrap="nowrap">
            <Text component="dt" size="sm">
              {row.label}
            </Text>
            <Group component="dd" gap={4} wrap="nowrap" m={0}>
              {row.keys.map((key) => (
                <Kbd key={key} size="sm">
                  {key}
                </Kbd>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
