/** The pages about the team, for who oversees any of it. */
import { IconLock } from "@tabler/icons-react";
import { Outlet } from "react-router";
import { useTranslations } from "use-intl";

import { oversees } from "../api/types";
import { useMe } from "../app/session";
import { Title } from "../app/Title";
import { Empty } from "../shared/States";

export function TeamArea() {
  const t = useTranslations("team");
  const states = useTranslations("states");
  if (!oversees(useMe()))
    return <Empty icon={IconLock} title={states("noPermission")} hint={states("noPermissionHint")} />;
  return (
    <>
      <Title>{t("title")}</Title>
      <Outlet />
    </>
  );
}
