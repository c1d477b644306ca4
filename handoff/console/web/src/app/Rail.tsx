/** The way between screens, and what concerns the reader: presence, alerts, language, look, sign out. */
import { Indicator, Tooltip, UnstyledButton } from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import {
  IconBook2,
  IconCommand,
  IconInbox,
  IconRoute,
  IconSettings,
  IconUsersGroup,
  IconVolume,
  IconVolumeOff,
  type Icon,
} from "@tabler/icons-react";
import { useCallback } from "react";
import { NavLink, useLocation } from "react-router";
import { useTranslations } from "use-intl";

import { countsQuery } from "../api/queries";
import { atLeast, oversees } from "../api/types";
import { askForNotifications } from "../live/alerts";
import { Bell } from "../notices/Bell";
import { Logo } from "./Logo";
import { MeMenu } from "./MeMenu";
import { usePreferences } from "./preferences";
import { useMe } from "./session";
import classes from "./Rail.module.css";
import { LanguageMenu, LookMenu } from "./RailMenus";
import { useRailCommands } from "./useRailCommands";

export function Rail() {
  const t = useTranslations("rail");
  const me = useMe();
  const counts = useQuery(countsQuery).data;
  const { alerts, setAlerts } = usePreferences();
  const toggleAlerts = useCallback(() => {
    if (!alerts) askForNotifications();
    setAlerts(!alerts);
  }, [alerts, setAlerts]);
  useRailCommands(toggleAlerts);
  const waiting = counts?.waiting ?? 0;
  return (
    <nav className={classes.rail} aria-label={t("title")}>
      <div className={classes.logo}>
        <Logo />
      </div>
      <Indicator label={waiting} disabled={waiting === 0} color="amber.7" size={17} offset={5}>
        <Place to="/inbox" icon={IconInbox} label={t("inbox")} />
      </Indicator>
      <Place to="/knowledge" icon={IconBook2} label={t("knowledge")} />
      {atLeast(me.role, "supervisor") && <Place to="/flows" icon={IconRoute} label={t("flows")} />}
      {oversees(me) && <Place to="/team" icon={IconUsersGroup} label={t("team")} />}
      {atLeast(me.role, "supervisor") && <Place to="/settings" icon={IconSettings} label={t("settings")} />}
      <div className={classes.gap} />
      <Bell />
      <Tool icon={IconCommand} label={t("commands")} onClick={spotlight.open} wideOnly />
      <Tool
        icon={alerts ? IconVolume : IconVolumeOff}
        label={alerts ? t("alertsOff") : t("alertsOn")}
        pressed={alerts}
        onClick={toggleAlerts}
      />
      <LanguageMenu />
      <LookMenu />
      <MeMenu />
    </nav>
  );
}

function Place({ to, icon: Mark, label }: { to: string; icon: Icon; label: string }) {
  const here = useLocation().pathname.startsWith(to);
  return (
    <Tooltip label={label} position="right">
      <NavLink to={to} className={classes.item} data-active={here} aria-label={label}>
        <Mark size={22} stroke={1.7} />
      </NavLink>
    </Tooltip>
  );
}

interface ToolProps {
  icon: Icon;
  label: string;
  pressed?: boolean;
  wideOnly?: boolean;
  onClick: () => void;
}

function Tool({ icon: Mark, label, pressed, wideOnly, onClick }: ToolProps) {
  return (
    <Tooltip label={label} position="right">
      <UnstyledButton
        className={classes.item}
        data-wide={wideOnly}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
      >
        <Mark size={21} stroke={1.7} />
      </UnstyledButton>
    </Tooltip>
  );
}
