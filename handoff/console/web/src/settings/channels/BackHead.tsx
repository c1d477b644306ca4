/** The head of a page below the list: the way back, and what this is. */
import { ActionIcon } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import pageClasses from "../Settings.module.css";

export function BackHead({ to, title, children }: { to: string; title: string; children?: ReactNode }) {
  const t = useTranslations("settings");
  return (
    <header className={pageClasses.head}>
      <ActionIcon component={Link} to={to} size="lg" color="gray" aria-label={t("back")}>
        <IconArrowLeft size={20} />
      </ActionIcon>
      <h2 dir="auto">{title}</h2>
      {children}
    </header>
  );
}
