/** The reader: whether they are there and why not, their account, their Telegram, the way out. */
import { Menu, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBrandTelegram, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { Link } from "react-router";
import { useFormatter, useTranslations } from "use-intl";

import { PRESENCES, type Me } from "../api/types";
import { Face } from "../shared/Face";
import { useComplain } from "../shared/problems";
import { PresenceDot } from "./PresenceDot";
import classes from "./Rail.module.css";
import { useMe, useSetPresence, useSignOut } from "./session";
import { TelegramDialog } from "./TelegramDialog";

export function MeMenu() {
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
          <WhyAway me={me} />
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
          <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} />}>
            {t("account")}
          </Menu.Item>
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

/** Who did not choose to be away should know how it came about. */
function WhyAway({ me }: { me: Me }) {
  const t = useTranslations("presence");
  const format = useFormatter();
  if (me.presence === "online" || !me.away_reason) return null;
  const since = me.presence_since && format.dateTime(new Date(me.presence_since), { timeStyle: "short" });
  return (
    <Text size="xs" c="dimmed" px="sm" pb={6}>
      {since ? t("since", { presence: t(me.presence), at: since }) : t(me.presence)}:{" "}
      {t(`why.${me.away_reason}`)}
    </Text>
  );
}
