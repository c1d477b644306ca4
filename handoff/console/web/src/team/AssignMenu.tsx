/** To whom to hand a waiting session: as the desk itself would choose, with why the others can't take it now. */
import { Button, Loader, Menu, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useWhyNot } from "../settings/rules/tester/useWhyNot";
import { usePersonName } from "../shared/names";
import { useExplain } from "../shared/problems";
import { candidatesQuery, type TeamMoves } from "./useTeam";

export function AssignMenu({ id, moves }: { id: string; moves: TeamMoves }) {
  const t = useTranslations("team");
  const [opened, setOpened] = useState(false);
  return (
    <Menu position="bottom-end" width={290} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Button size="compact-sm" variant="light" rightSection={<IconChevronDown size={14} />}>
          {t("assign")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflowY: "auto" }}>
        {opened && <Candidates id={id} moves={moves} />}
      </Menu.Dropdown>
    </Menu>
  );
}

function Candidates({ id, moves }: { id: string; moves: TeamMoves }) {
  const t = useTranslations("team");
  const personName = usePersonName();
  const explain = useExplain();
  const whyNot = useWhyNot();
  const { data, error } = useQuery(candidatesQuery(id));
  if (error)
    return (
      <Text size="sm" p="xs" c="red">
        {explain(error)}
      </Text>
    );
  if (!data) return <Loader size="sm" m="xs" />;
  if (data.length === 0)
    return (
      <Text size="sm" p="xs" c="dimmed">
        {t("noMembers")}
      </Text>
    );
  const able = data.filter((each) => !each.why_not).length;
  return data.map(({ operator, why_not, load, capacity }, index) => (
    <div key={operator}>
      {index === able && index > 0 && <Menu.Divider />}
      {index === able && <Menu.Label>{t("nevertheless")}</Menu.Label>}
      <Menu.Item onClick={() => void moves.pass([id], { operator })}>
        <Text size="sm" fw={550}>
          {personName(operator)}
          {index === 0 && able > 0 && (
            <Text span size="xs" c="helpline">
              {" "}
              · {t("best")}
            </Text>
          )}
        </Text>
        <Text size="xs" c="dimmed">
          {[t("load", { load, capacity }), why_not && whyNot(why_not)].filter(Boolean).join(" · ")}
        </Text>
      </Menu.Item>
    </div>
  ));
}
