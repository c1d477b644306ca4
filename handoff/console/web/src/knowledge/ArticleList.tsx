/** All articles, filtered by what is in the address. */
import { Badge, Button, ScrollArea, Select, Skeleton, Stack, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { IconFlask, IconPlus, IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { keys } from "../api/queries";
import type { ArticleRow } from "../api/types";
import { Ago } from "../shared/Ago";
import { useLanguageName, useTopicName } from "../shared/names";
import { Empty, Failure } from "../shared/States";
import classes from "./ArticleList.module.css";
import { StatusBadge } from "./StatusBadge";

interface Props {
  mayWrite: boolean;
  trying: boolean;
  onTry: () => void;
}

/** Every article without filters: what the menus offer. */
export function useAllArticles(): ArticleRow[] {
  return (
    useQuery({ queryKey: [...keys.articles, {}], queryFn: () => ask(api.GET("/api/articles")) }).data ?? []
  );
}

export function ArticleList({ mayWrite, trying, onTry }: Props) {
  const t = useTranslations("knowledge");
  const states = useTranslations("states");
  const { id } = useParams<{ id: string }>();
  const [search] = useSearchParams();
  const query = {
    q: search.get("q") || undefined,
    language: search.get("language") || undefined,
    topic: search.get("topic") || undefined,
    status: (search.get("status") as ArticleRow["status"] | null) ?? undefined,
  };
  const list = useQuery({
    queryKey: [...keys.articles, query],
    queryFn: () => ask(api.GET("/api/articles", { params: { query } })),
    placeholderData: keepPreviousData,
  });

  return (
    <section className={classes.list} aria-label={t("title")}>
      <header className={classes.head}>
        <div className={classes.top}>
          <h1>{t("title")}</h1>
          <Button
            size="compact-sm"
            variant={trying ? "light" : "default"}
            leftSection={<IconFlask size={15} />}
            aria-pressed={trying}
            onClick={onTry}
          >
            {t("try.button")}
          </Button>
          {mayWrite && (
            <Button
              component={Link}
              to={{ pathname: "/knowledge/new", search: search.toString() }}
              size="compact-sm"
              leftSection={<IconPlus size={15} />}
            >
              {t("new")}
            </Button>
          )}
        </div>
        <Filters />
      </header>
      <ScrollArea className={classes.scroll} type="hover" scrollbarSize={8}>
        {list.isPending ? (
          <Stack p="sm" gap="xs" role="status" aria-label={states("loading")}>
            {Array.from({ length: 9 }, (_, index) => (
              <Skeleton key={index} height={46} radius="md" />
            ))}
          </Stack>
        ) : list.isError ? (
          <Failure error={list.error} retry={() => void list.refetch()} />
        ) : list.data.length === 0 ? (
          <Empty icon={IconSearch} title={t("none")} hint={t("noneHint")} />
        ) : (
          <>
            <p className={classes.count}>{t("count", { count: list.data.length })}</p>
            <ul className={classes.rows}>
              {list.data.map((row) => (
                <Row key={row.id} row={row} selected={row.id === id} search={search.toString()} />
              ))}
            </ul>
          </>
        )}
      </ScrollArea>
    </section>
  );
}

function Row({ row, selected, search }: { row: ArticleRow; selected: boolean; search: string }) {
  const t = useTranslations("knowledge");
  const topicName = useTopicName();
  return (
    <li>
      <Link
        className={classes.row}
        to={{ pathname: `/knowledge/${encodeURIComponent(row.id)}`, search }}
        aria-current={selected ? "page" : undefined}
      >
        <span className={classes.name} dir="auto">
          {row.title || t("untitled")}
        </span>
        <span className={classes.facts}>
          <Badge size="xs" variant="outline" color="gray">
            {row.language}
          </Badge>
          <StatusBadge status={row.status} changed={row.has_unpublished_changes} size="xs" />
          <span className={classes.about}>
            {row.topic && `${topicName(row.topic)} · `}
            {t("variants", { count: row.questions })}
          </span>
          <Ago at={row.updated_at} className={classes.time} />
        </span>
      </Link>
    </li>
  );
}

function Filters() {
  const t = useTranslations("knowledge");
  const topicName = useTopicName();
  const languageName = useLanguageName();
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState(search.get("q") ?? "");
  const all = useAllArticles();
  const { languages, topics } = useMemo(
    () => ({
      languages: [...new Set(all.map((each) => each.language))].sort(),
      topics: [...new Set(all.map((each) => each.topic).filter((each) => each !== null))].sort(),
    }),
    [all],
  );

  const set = (name: string, value: string | null) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  const find = useDebouncedCallback((q: string) => set("q", q), 250);

  return (
    <>
      <TextInput
        type="search"
        size="sm"
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<IconSearch size={16} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          find(event.currentTarget.value.trim());
        }}
      />
      <div className={classes.filters}>
        <Select
          size="xs"
          aria-label={t("language")}
          placeholder={t("language")}
          clearable
          data={languages.map((each) => ({ value: each, label: languageName(each) }))}
          value={search.get("language")}
          onChange={(value) => set("language", value)}
        />
        <Select
          size="xs"
          aria-label={t("topic")}
          placeholder={t("topic")}
          clearable
          searchable
          data={topics.map((each) => ({ value: each, label: topicName(each) }))}
          value={search.get("topic")}
          onChange={(value) => set("topic", value)}
        />
        <Select
          size="xs"
          aria-label={t("status")}
          placeholder={t("status")}
          clearable
          data={(["draft", "published"] as const).map((each) => ({
            value: each,
            label: t(`statuses.${each}`),
          }))}
          value={search.get("status")}
          onChange={(value) => set("status", value)}
        />
      </div>
    </>
  );
}
