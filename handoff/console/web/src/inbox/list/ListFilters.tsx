/** Search, and behind a button the filters; all are in the address. */
import { ActionIcon, Indicator, Popover, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconFilter, IconSearch, IconX } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { useCommands } from "../../app/commands";
import { narrows } from "../filters";
import { usePlace } from "../usePlace";
import classes from "./ConversationList.module.css";
import { FilterChoices } from "./FilterChoices";

export function ListFilters() {
  const t = useTranslations("list");
  const { query, filter } = usePlace();
  const [text, setText] = useState(query.q);
  const [opened, setOpened] = useState(false);
  const search = useDebouncedCallback((q: string) => filter({ q }), 250);
  const box = useRef<HTMLInputElement>(null);

  useCommands(
    "list",
    useMemo(
      () => [
        { id: "search", label: t("search"), group: t("group"), keys: ["s"], run: () => box.current?.focus() },
        { id: "filter", label: t("filter"), group: t("group"), keys: ["f"], run: () => setOpened(true) },
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
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-end"
        width={250}
        trapFocus
        returnFocus
        shadow="md"
      >
        <Indicator disabled={!narrows(query)} color="amber.7" size={9} offset={3}>
          <Popover.Target>
            <ActionIcon
              size={34}
              variant="default"
              aria-label={t("filter")}
              onClick={() => setOpened(!opened)}
            >
              <IconFilter size={16} />
            </ActionIcon>
          </Popover.Target>
        </Indicator>
        <Popover.Dropdown>
          <FilterChoices />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
