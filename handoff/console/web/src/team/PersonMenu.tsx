/** What a supervisor does with a person: says they are away, or gives what they hold to others. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowBackUp, IconDots } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { PRESENCES } from "../api/types";
import { PresenceDot } from "../app/PresenceDot";
import type { TeamPerson } from "./board";
import type { TeamMoves } from "./useTeam";

export function PersonMenu({
  person: { person, sessions },
  moves,
}: {
  person: TeamPerson;
  moves: TeamMoves;
}) {
  const t = useTranslations("team");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon color="gray" aria-label={t("more", { name: person.name })} loading={moves.busy}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {PRESENCES.filter((each) => each !== person.presence).map((each) => (
          <Menu.Item
            key={each}
            leftSection={<PresenceDot presence={each} />}
            onClick={() => void moves.setPresence(person.id, each)}
          >
            {t(`send.${each}`)}
          </Menu.Item>
        ))}
        {sessions.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => void moves.passAllOf(person.id, null)}
            >
              {t("allBack", { count: sessions.length })}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
