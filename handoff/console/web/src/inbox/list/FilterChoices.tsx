/** The menu of filters: line, priority, and which messenger, or account of it, customers write to. */
import { Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { usePreferences } from "../../app/preferences";
import { accountsQuery, sourcesOf } from "../../shared/accounts";
import { lineName, useChannelName, useMyLines } from "../../shared/names";
import { useLevelName, useLevels } from "../marks/levels";
import { usePlace } from "../usePlace";

const HERE = { withinPortal: false };

export function FilterChoices() {
  const t = useTranslations("list");
  const { language } = usePreferences();
  const { query, filter } = usePlace();
  const lines = useMyLines();
  const levels = useLevels();
  const levelName = useLevelName();
  const channelName = useChannelName();
  const sources = sourcesOf(useQuery(accountsQuery).data ?? [], channelName);
  return (
    <Stack gap="sm">
      <Select
        size="sm"
        label={t("line")}
        placeholder={t("allLines")}
        clearable
        data={lines.map((each) => ({ value: each.id, label: lineName(lines, each.id, language) }))}
        value={query.line}
        onChange={(line) => filter({ line })}
        comboboxProps={HERE}
      />
      <Select
        size="sm"
        label={t("priority")}
        placeholder={t("allPriorities")}
        clearable
        data={levels.toReversed().map((each) => ({ value: each.id, label: levelName(each.id) }))}
        value={query.priority}
        onChange={(priority) => filter({ priority })}
        comboboxProps={HERE}
      />
      <Select
        size="sm"
        label={t("channel")}
        placeholder={t("allChannels")}
        clearable
        data={sources}
        value={query.channel && [query.channel, query.account].filter(Boolean).join(":")}
        onChange={(source) => {
          const [channel = null, account = null] = source?.split(":") ?? [];
          filter({ channel, account });
        }}
        comboboxProps={HERE}
      />
    </Stack>
  );
}
