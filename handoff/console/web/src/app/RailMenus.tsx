/** Language and look of the console, for this browser. */
import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { LANGUAGES, nativeName, usePreferences } from "./preferences";
import classes from "./Rail.module.css";

export function LanguageMenu() {
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

export function LookMenu() {
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
