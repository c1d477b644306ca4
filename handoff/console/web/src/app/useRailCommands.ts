/** What the rail offers, for the palette. */
import { useMantineColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { atLeast, oversees, PRESENCES } from "../api/types";
import { useComplain } from "../shared/problems";
import { useCommands } from "./commands";
import { LANGUAGES, nativeName, usePreferences } from "./preferences";
import { useMe, useSetPresence, useSignOut } from "./session";

const SETTINGS = ["lines", "staff", "routing", "priority", "sla", "customers", "flows"] as const;
const ADMINS = ["channels", "parked", "audit"] as const;

export function useRailCommands(toggleAlerts: () => void) {
  const t = useTranslations("rail");
  const presences = useTranslations("presence");
  const settings = useTranslations("settings.sections");
  const team = useTranslations("team");
  const me = useMe();
  const navigate = useNavigate();
  const setPresence = useSetPresence();
  const signOut = useSignOut();
  const complain = useComplain();
  const { setColorScheme } = useMantineColorScheme();
  const { setLanguage, alerts } = usePreferences();

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
        ...(oversees(me)
          ? [
              { id: "go-team", label: t("team"), group: t("goTo"), run: () => void navigate("/team") },
              {
                id: "go-work",
                label: `${t("team")}: ${team("work.title")}`,
                group: t("goTo"),
                run: () => void navigate("/team/work"),
              },
            ]
          : []),
        ...(atLeast(me.role, "supervisor")
          ? [{ id: "go-flows", label: t("flows"), group: t("goTo"), run: () => void navigate("/flows") }]
          : []),
        ...[
          ...(atLeast(me.role, "supervisor") ? SETTINGS : []),
          ...(atLeast(me.role, "admin") ? ADMINS : []),
        ].map((each) => ({
          id: `go-settings-${each}`,
          label: `${t("settings")}: ${settings(each)}`,
          group: t("goTo"),
          run: () => void navigate(`/settings/${each}`),
        })),
        ...PRESENCES.map((each) => ({
          id: `presence-${each}`,
          label: t("bePresence", { presence: presences(each) }),
          group: t("self"),
          run: () => void setPresence(each).catch(complain),
        })),
        {
          id: "alerts",
          label: alerts ? t("alertsOff") : t("alertsOn"),
          group: t("self"),
          run: toggleAlerts,
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
        { id: "sign-out", label: t("signOut"), group: t("self"), run: () => void signOut() },
      ],
      [
        t,
        presences,
        settings,
        team,
        me,
        navigate,
        alerts,
        toggleAlerts,
        setPresence,
        signOut,
        setColorScheme,
        setLanguage,
        complain,
      ],
    ),
  );
}
