import { ActionIcon } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useSearchParams } from "react-router";
import { useTranslations } from "use-intl";

/** The way back where only one region fits the screen. */
export function BackToList() {
  const t = useTranslations("knowledge");
  const [search] = useSearchParams();
  return (
    <ActionIcon
      component={Link}
      to={{ pathname: "/knowledge", search: search.toString() }}
      hiddenFrom="sm"
      size="lg"
      color="gray"
      aria-label={t("back")}
    >
      <IconArrowLeft size={20} />
    </ActionIcon>
  );
}
