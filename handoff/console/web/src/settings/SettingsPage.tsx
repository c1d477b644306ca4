/** What the company decides: lines, staff, rules and channels. Supervisors read most of it, admins change it. */
import {
  IconArrowMerge,
  IconFlag,
  IconHistory,
  IconHourglass,
  IconLock,
  IconMailExclamation,
  IconMessages,
  IconPlugConnected,
  IconRoute,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { NavLink, Outlet, useLocation } from "react-router";
import { useTranslations } from "use-intl";

import { atLeast } from "../api/types";
import { useMe } from "../app/session";
import { Empty } from "../shared/States";
import { useCurrentInView } from "../shared/useCurrentInView";
import classes from "./SettingsPage.module.css";

const SECTIONS = [
  { id: "lines", icon: IconUsersGroup },
  { id: "staff", icon: IconUsers },
  { id: "routing", icon: IconRoute },
  { id: "priority", icon: IconFlag },
  { id: "sla", icon: IconHourglass },
  { id: "customers", icon: IconArrowMerge },
  { id: "channels", icon: IconMessages, admin: true },
  { id: "flows", icon: IconPlugConnected },
  { id: "parked", icon: IconMailExclamation, admin: true },
  { id: "audit", icon: IconHistory, admin: true },
] as const;

/** May the reader change what the settings show? */
export function useMayEdit(): boolean {
  return atLeast(useMe().role, "admin");
}

export function SettingsPage() {
  const t = useTranslations("settings");
  const states = useTranslations("states");
  const me = useMe();
  const mayEdit = useMayEdit();
  const nav = useCurrentInView<HTMLElement>(useLocation().pathname);
  if (!atLeast(me.role, "supervisor"))
    return <Empty icon={IconLock} title={states("noPermission")} hint={states("noPermissionHint")} />;
  return (
    <div className={classes.page}>
      <nav ref={nav} className={classes.nav} aria-label={t("title")}>
        <h1>{t("title")}</h1>
        {SECTIONS.filter((each) => mayEdit || !("admin" in each)).map(({ id, icon: Mark }) => (
          <NavLink key={id} to={`/settings/${id}`} className={classes.link}>
            <Mark size={18} stroke={1.7} aria-hidden />
            {t(`sections.${id}`)}
          </NavLink>
        ))}
        {!mayEdit && (
          <p className={classes.note}>
            <IconLock size={14} aria-hidden /> {t("readOnly")}
          </p>
        )}
      </nav>
      <div className={classes.section}>
        <Outlet />
      </div>
    </div>
  );
}
