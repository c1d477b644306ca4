/** All articles, filtered by what is in the address. */
import { Badge, Button, ScrollArea, Skeleton, Stack } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { IconFlask, IconPlus, IconSearch } from "@tabler/icons-react";
import { Link, useParams, useSearchParams } from "react-router";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { keys } from "../api/queries";
import type { ArticleRow } from "../api/types";
import { Ago } from "../shared/Ago";
import { useTopicName } from "../shared/names";
import { Empty, Failure } from "../shared/States";
import { ArticleFilters } from "./ArticleFilters";
import classes from "./ArticleList.module.css";
import { StatusBadge } from "./StatusBadge";

interface Props {
  mayWrite: boolean;
  trying: boolean;
  onTry: () => void;
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
        <ArticleFilters />
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
