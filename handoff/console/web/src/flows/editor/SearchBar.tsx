/** Finds steps by what is written in them, and goes from one to the next. */
import { ActionIcon, CloseButton, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import classes from "./Editor.module.css";

interface Props {
  wanted: string;
  hits: readonly string[];
  onWant: (wanted: string) => void;
  onHit: (step: string) => void;
  onClose: () => void;
}

export function SearchBar({ wanted, hits, onWant, onHit, onClose }: Props) {
  const t = useTranslations("flows.editor");
  const [at, setAt] = useState(-1);
  const go = (by: number) => {
    if (hits.length === 0) return;
    const next = (((at + by) % hits.length) + hits.length) % hits.length;
    setAt(next);
    onHit(hits[next] as string);
  };
  return (
    <search className={classes.search}>
      <TextInput
        autoFocus
        size="xs"
        leftSection={<IconSearch size={14} />}
        aria-label={t("search")}
        placeholder={t("search")}
        value={wanted}
        onChange={(event) => {
          setAt(-1);
          onWant(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") onClose();
        }}
      />
      <span role="status">
        {wanted && t("hits", { at: hits.length ? Math.max(at, 0) + 1 : 0, count: hits.length })}
      </span>
      <ActionIcon size="sm" color="gray" aria-label={t("previousHit")} onClick={() => go(-1)}>
        <IconChevronUp size={15} />
      </ActionIcon>
      <ActionIcon size="sm" color="gray" aria-label={t("nextHit")} onClick={() => go(1)}>
        <IconChevronDown size={15} />
      </ActionIcon>
      <CloseButton size="sm" aria-label={t("close")} onClick={onClose} />
    </search>
  );
}
