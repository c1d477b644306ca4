/** What the list is narrowed down to, each with a way out of it. */
import { useQuery } from "@tanstack/react-query";
import { IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { usePreferences } from "../../app/preferences";
import type { Filter } from "../../live/apply";
import { accountsQuery, sourceName } from "../../shared/accounts";
import { lineName, useChannelName, useMyLines } from "../../shared/names";
import { useLevelName } from "../marks/levels";
import { usePlace } from "../usePlace";
import classes from "./ConversationList.module.css";

export function FilterChips() {
  const t = useTranslations("list");
  const { language } = usePreferences();
  const { query, filter } = usePlace();
  const lines = useMyLines();
  const levelName = useLevelName();
  const channelName = useChannelName();
  const accounts = useQuery(accountsQuery).data ?? [];
  const chips: { name: string; without: Partial<Filter> }[] = [];
  if (query.line) chips.push({ name: lineName(lines, query.line, language), without: { line: null } });
  if (query.priority) chips.push({ name: levelName(query.priority), without: { priority: null } });
  if (query.channel) {
    const name = sourceName(accounts, query.channel, query.account, channelName);
    chips.push({ name, without: { channel: null, account: null } });
  }
  if (chips.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label={t("narrowed")}>
      {chips.map(({ name, without }) => (
        <li key={Object.keys(without)[0]}>
          <button type="button" className={classes.chip} onClick={() => filter(without)}>
            <span dir="auto">{name}</span>
            <IconX size={13} role="img" aria-label={t("widen")} />
          </button>
        </li>
      ))}
    </ul>
  );
}
