/** Something was taken out of a draft: it says so, and the way back. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslations } from "use-intl";

export function useOfferUndo(): (name: string, undo: () => void) => void {
  const t = useTranslations("rules");
  return (name, undo) => {
    const id = notifications.show({
      autoClose: 10_000,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" truncate>
            {t("removed", { name })}
          </Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              undo();
              notifications.hide(id);
            }}
          >
            {t("undo")}
          </Button>
        </Group>
      ),
    });
  };
}
