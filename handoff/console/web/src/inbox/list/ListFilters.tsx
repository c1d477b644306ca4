/** Search and line filter of the list; both are in the address. */
import { ActionIcon, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { useCommands } from "../../app/commands";
import { usePreferences } from "../../app/preferences";
import { lineName, useMyLines } from "../../shared/names";
import { usePlace } from "../usePlace";
import classes from "./ConversationList.module.css";

export function ListFilters() {
  const t = useTranslations("list");
  const { language } = usePreferences();
  const { query, filter } = usePlace();
  const lines = useMyLines();
  const [text, setText] = useState(query.q);
  const search = useDebouncedCallback((q: string) => filter({ q }), 250);
  const box = useRef<HTMLInputElement>(null);

  useCommands(
    "list",
    useMemo(
      () => [
        { id: "search", label: t("search"), group: t("group"), keys: ["s"], run: () => box.current?.focus() },
      ],
      [t],
    ),
  );
  const change = (next: string) => {
    setText(next);
    search(next.trim());
  };
  return (
    <div className={classes.filters}>
      <TextInput
        ref={box}
        size="sm"
        flex={1}
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<IconSearch size={16} />}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && (change(""), event.currentTarget.blur())}
        rightSection={
          text && (
            <ActionIcon size="sm" color="gray" aria-label={t("clearSearch")} onClick={() => change("")}>
              <IconX size={14} />
            </ActionIcon>
          )
        }
      />
      {lines.length > 1 && (
        <Select
          size="sm"
          w={126}
          aria-label={t("line")}
          placeholder={t("allLines")}
          clearable
          data={lines.map((each) => ({ value: each.id, label: lineName(lines, each.id, language) }))}
          value={query.line}
          onChange={(line) => filter({ line })}
          comboboxProps={{ width: 220, position: "bottom-end" }}
        />
      )}
    </div>
  );
}
