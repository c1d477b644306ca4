import { Badge, type MantineSize } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { Article } from "../api/types";

interface Props {
  status: Article["status"];
  /** Published, and edited since: customers still see the earlier wording. */
  changed: boolean;
  size?: MantineSize;
}

/** Whether customers are answered with an article. */
export function StatusBadge({ status, changed, size = "sm" }: Props) {
  const t = useTranslations("knowledge.statuses");
  if (status === "published" && changed) {
    return (
      <Badge size={size} variant="light" color="amber" tt="none" c="var(--hl-warm)">
        {t("changed")}
      </Badge>
    );
  }
  return (
    <Badge size={size} variant="light" color={status === "published" ? "helpline" : "gray"} tt="none">
      {t(status)}
    </Badge>
  );
}
