/** Ready replies over the composer; the text field keeps the focus and the keys. */
import { Badge, Paper, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import type { Canned } from "../../api/types";
import classes from "./Composer.module.css";

interface Props {
  offered: Canned[];
  active: number;
  onUse: (index: number) => void;
}

export function CannedList({ offered, active, onUse }: Props) {
  const t = useTranslations("composer");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <Paper
      ref={list}
      className={classes.canned}
      withBorder
      shadow="md"
      id="canned"
      role="listbox"
      aria-label={t("canned")}
    >
      {offered.map((reply, index) => (
        <div
          key={`${reply.shortcut}-${reply.language}`}
          id={`canned-${index}`}
          className={classes.reply}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => {
            event.preventDefault();
            onUse(index);
          }}
        >
          <Text component="span" size="sm" fw={600}>
            /{reply.shortcut}
          </Text>
          <Badge size="xs" variant="light" color="gray">
            {reply.language}
          </Badge>
          <Text component="span" size="sm" c="dimmed" truncate flex={1} dir="auto">
            {reply.text}
          </Text>
        </div>
      ))}
    </Paper>
  );
}
