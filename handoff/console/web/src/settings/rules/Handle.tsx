/** What a row is carried by. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconGripVertical } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

export function Handle({ name, ...carrying }: { name: string }) {
  const t = useTranslations("rules");
  return (
    <Tooltip label={t("carry")}>
      <ActionIcon color="gray" size="sm" aria-label={t("carryOne", { name })} {...carrying}>
        <IconGripVertical size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
