/** A session that there was, found by what the inbox is searched by. */
import { Button, Group, Loader, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import { api, ask } from "../../../api/client";
import type { Row, View } from "../../../api/types";
import { usePreferences } from "../../../app/preferences";
import { Face } from "../../../shared/Face";
import { useCustomerName } from "../../../shared/names";
import { when } from "../../../shared/time";
import classes from "./PastSession.module.css";

/** Open sessions are asked about more often, closed ones are more. */
const VIEWS: View[] = ["open", "closed"];

interface Props {
  chosen: { id: string; name: string } | null;
  onChoose: (chosen: { id: string; name: string } | null) => void;
}

export function PastSession({ chosen, onChoose }: Props) {
  const t = useTranslations("rules.tester");
  const customerName = useCustomerName();
  const { language } = usePreferences();
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text.trim(), 300);
  const found = useQuery({
    queryKey: ["rules", "sessions", settled],
    queryFn: async () => {
      const pages = await Promise.all(
        VIEWS.map((view) =>
          ask(api.GET("/api/conversations", { params: { query: { view, q: settled, limit: 6 } } })),
        ),
      );
      return pages.flatMap((page) => page.items);
    },
    enabled: chosen === null,
  });

  if (chosen)
    return (
      <Group justify="space-between" wrap="nowrap">
        <Link to={`/inbox/open/${encodeURIComponent(chosen.id)}`} className={classes.chosen}>
          {chosen.name}
        </Link>
        <Button size="compact-xs" variant="light" onClick={() => onChoose(null)}>
          {t("another")}
        </Button>
      </Group>
    );
  const option = (row: Row) => (
    <li key={row.id}>
      <UnstyledButton
        className={classes.option}
        onClick={() => onChoose({ id: row.id, name: customerName(row) })}
      >
        <Face name={customerName(row)} channel={row.channel} size={26} />
        <span className={classes.words}>
          <span>{customerName(row)}</span>
          <span>{row.last?.text}</span>
        </span>
        <time dateTime={row.updated_at}>{when(row.updated_at, new Date(), language)}</time>
      </UnstyledButton>
    </li>
  );
  return (
    <Stack gap={6}>
      <TextInput
        size="xs"
        leftSection={<IconSearch size={14} />}
        aria-label={t("search")}
        placeholder={t("search")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {found.isPending && <Loader size="sm" />}
      {found.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("noSession")}
        </Text>
      )}
      <ul className={classes.list}>{found.data?.map(option)}</ul>
    </Stack>
  );
}
