/** The way between screens, and what concerns the reader: presence, alerts, language, look, sign out. */
import { Indicator, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { spotlight } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import {
  IconBell,
  IconBellOff,
  IconBook2,
  IconBrandTelegram,
  IconCommand,
  IconDeviceDesktop,
  IconInbox,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  type Icon,
} from "@tabler/icons-react";
import { useMemo } from "react";
import { NavLink, useLocation, useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { countsQuery } from "../api/queries";
import type { Presence } from "../api/types";
import { askForNotifications } from "../live/alerts";
import { Face } from "../shared/Face";
import { useComplain } from "../shared/problems";
import { useCommands } from "./commands";
import { Logo } from "./Logo";
import { LANGUAGES, nativeName, usePreferences } from "./preferences";
import { PresenceDot } from "./PresenceDot";
import classes from "./Rail.module.css";
import { useMe, useSetPresence, useSignOut } from "./session";
import { TelegramDialog } from "./TelegramDialog";

const PRESENCES: Presence[] = ["online", "away", "offline"];

export function Rail() {
  const t = useTranslations("rail");
  const counts = useQuery(countsQuery).data;
  const { alerts, setAlerts } = usePreferences();
  const toggleAlerts = () => {
    if (!alerts) askForNotifications();
    setAlerts(!alerts);
  };
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
      <div className={classes.gap} />
      <Tool icon={IconCommand} label={t("commands")} onClick={spotlight.open} wideOnly />
      <Tool
        icon={alerts ? IconBell : IconBellOff}
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

function LanguageMenu() {
  const t = useTranslations("rail");
  const { language, setLanguage } = usePreferences();
  return (
    <Menu position="right-end" withArrow>
      <Menu.Target>
        <UnstyledButton className={classes.item} aria-label={t("language")} title={t("language")}>
          <IconLanguage size={21} stroke={1.7} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            fw={each === language ? 650 : undefined}
            onClick={() => setLanguage(each)}
          >
            {nativeName(each)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const LOOKS = { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop } as const;

function LookMenu() {
  const t = useTranslations("rail");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Mark = LOOKS[colorScheme];
  return (
    <Menu position="right-end" withArrow>
      <Menu.Target>
        <UnstyledButton className={classes.item} aria-label={t("look")} title={t("look")}>
          <Mark size={21} stroke={1.7} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(LOOKS) as (keyof typeof LOOKS)[]).map((each) => {
          const Own = LOOKS[each];
          return (
            <Menu.Item key={each} leftSection={<Own size={16} />} onClick={() => setColorScheme(each)}>
              {t(`looks.${each}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

function MeMenu() {
  const t = useTranslations("rail");
  const presences = useTranslations("presence");
  const me = useMe();
  const signOut = useSignOut();
  const setPresence = useSetPresence();
  const complain = useComplain();
  const [linkOpen, linking] = useDisclosure(false);
  return (
    <>
      <TelegramDialog opened={linkOpen} onClose={linking.close} />
      <Menu position="right-end" withArrow width={230}>
        <Menu.Target>
          <UnstyledButton className={classes.me} aria-label={`${me.name}, ${presences(me.presence)}`}>
            <Face name={me.name} size={36} />
            <span className={classes.presence}>
              <PresenceDot presence={me.presence} />
            </span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {me.name} · {t(`roles.${me.role}`)}
          </Menu.Label>
          {PRESENCES.map((each) => (
            <Menu.Item
              key={each}
              leftSection={<PresenceDot presence={each} />}
              fw={each === me.presence ? 650 : undefined}
              onClick={() => void setPresence(each).catch(complain)}
            >
              {presences(each)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconBrandTelegram size={16} />} onClick={linking.open}>
            {me.telegram_linked ? t("telegramAgain") : t("telegram")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
            {t("signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function useRailCommands(toggleAlerts: () => void) {
  const t = useTranslations("rail");
  const presences = useTranslations("presence");
  const navigate = useNavigate();
  const setPresence = useSetPresence();
  const signOut = useSignOut();
  const complain = useComplain();
  const { setColorScheme } = useMantineColorScheme();
  const { setLanguage, alerts } = usePreferences();
  const run = { toggleAlerts, setPresence, signOut };

  useCommands(
    "everywhere",
    useMemo(
      () => [
        { id: "go-inbox", label: t("inbox"), group: t("goTo"), run: () => void navigate("/inbox") },
        {
          id: "go-knowledge",
          label: t("knowledge"),
          group: t("goTo"),
          run: () => void navigate("/knowledge"),
        },
        ...PRESENCES.map((each) => ({
          id: `presence-${each}`,
          label: t("bePresence", { presence: presences(each) }),
          group: t("self"),
          run: () => void run.setPresence(each).catch(complain),
        })),
        {
          id: "alerts",
          label: alerts ? t("alertsOff") : t("alertsOn"),
          group: t("self"),
          run: () => run.toggleAlerts(),
        },
        ...(["light", "dark", "auto"] as const).map((each) => ({
          id: `look-${each}`,
          label: t("useLook", { look: t(`looks.${each}`) }),
          group: t("self"),
          run: () => setColorScheme(each),
        })),
        ...LANGUAGES.map((each) => ({
          id: `language-${each}`,
          label: nativeName(each),
          group: t("language"),
          run: () => setLanguage(each),
        })),
        { id: "sign-out", label: t("signOut"), group: t("self"), run: () => void run.signOut() },
      ],
      // The functions in `run` are made anew on each render and always do the same.
      // eslint-disable-next-line react-hooks/exhaustive-deps
      [t, presences, navigate, alerts, setColorScheme, setLanguage, complain],
    ),
  );
}
