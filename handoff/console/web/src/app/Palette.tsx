/** Ctrl/Cmd-K: every command by name. */
import { Kbd } from "@mantine/core";
import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useAllCommands } from "./commands";

export function Palette() {
  const t = useTranslations("palette");
  const commands = useAllCommands().filter((each) => !each.helpOnly);
  const groups = new Map<string, SpotlightActionGroupData>();
  for (const command of commands) {
    const group = groups.get(command.group) ?? { group: command.group, actions: [] };
    group.actions.push({
      id: command.id,
      label: command.label,
      description: command.description,
      onClick: command.run,
      rightSection: command.keys?.[0] ? <Kbd size="xs">{command.keys[0]}</Kbd> : undefined,
    });
    groups.set(command.group, group);
  }
  return (
    <Spotlight
      actions={[...groups.values()]}
      shortcut={["mod + K"]}
      nothingFound={t("nothing")}
      scrollable
      maxHeight={420}
      highlightQuery
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t("placeholder"),
        "aria-label": t("placeholder"),
      }}
    />
  );
}
