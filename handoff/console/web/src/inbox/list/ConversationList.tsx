/** The list: views with counts, search, filters, rows; j and k walk through it. */
import { ScrollArea, Skeleton, Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconCoffee, IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";

import { countsQuery } from "../../api/queries";
import { atLeast, type View } from "../../api/types";
import { useCommands } from "../../app/commands";
import { useMe } from "../../app/session";
import { Empty, Failure } from "../../shared/States";
import { useCurrentInView } from "../../shared/useCurrentInView";
import { narrows } from "../filters";
import { usePlace, VIEWS } from "../usePlace";
import classes from "./ConversationList.module.css";
import { ConversationRow } from "./ConversationRow";
import { FilterChips } from "./FilterChips";
import { ListFilters } from "./ListFilters";
import { useList } from "./useList";

export function ConversationList() {
  const t = useTranslations("list");
  const me = useMe();
  const { view, query, id, open } = usePlace();
  const counts = useQuery(countsQuery).data ?? {};
  const list = useList(query);
  const { rows } = list;
  const tabs = useCurrentInView<HTMLDivElement>(view);
  const views = VIEWS.filter((each) => each !== "bot" || atLeast(me.role, "supervisor"));

  useCommands(
    "list",
    useMemo(() => {
      const step = (by: number) => () => {
        const here = rows.findIndex((row) => row.id === id);
        const next = rows[here < 0 ? 0 : here + by];
        if (next) open(next.id);
      };
      return [
        { id: "next", label: t("next"), group: t("group"), keys: ["j", "ArrowDown"], run: step(1) },
        { id: "previous", label: t("previous"), group: t("group"), keys: ["k", "ArrowUp"], run: step(-1) },
      ];
    }, [rows, id, open, t]),
  );

  return (
    <section className={classes.list} aria-label={t("title")}>
      <header className={classes.head}>
        <h1 className={classes.title}>{t("title")}</h1>
        <ListFilters />
        <FilterChips />
        <Tabs value={view} onChange={(next) => open(null, next as View)} variant="none" keepMounted={false}>
          <Tabs.List ref={tabs} className={classes.views} aria-label={t("views")}>
            {views.map((each) => (
              <Tabs.Tab key={each} value={each} className={classes.view}>
                {t(`view.${each}`)}
                {(counts[each] ?? 0) > 0 && (
                  <span className={classes.count} data-urgent={each === "waiting"}>
                    {counts[each]}
                  </span>
                )}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </header>
      <ScrollArea className={classes.scroll} type="hover" scrollbarSize={8}>
        {list.isPending ? (
          <Loading />
        ) : list.isError && rows.length === 0 ? (
          <Failure error={list.error} retry={() => void list.refetch()} />
        ) : rows.length === 0 && !list.hasNextPage ? (
          query.q || narrows(query) ? (
            <Empty icon={IconSearch} title={t("noneFound")} hint={t("noneFoundHint")} />
          ) : (
            <Empty icon={IconCoffee} title={t(`empty.${view}`)} hint={t(`emptyHint.${view}`)} />
          )
        ) : (
          <ul className={classes.rows}>
            {rows.map((row) => (
              <ConversationRow key={row.id} row={row} selected={row.id === id} onOpen={() => open(row.id)} />
            ))}
          </ul>
        )}
        {/* Anew with each page: one of rare words may be short, and leave the mark in view. */}
        {list.hasNextPage && <More key={list.data?.pages.length} onSeen={() => void list.fetchNextPage()} />}
      </ScrollArea>
    </section>
  );
}

/** Asks for the next page when it comes into view, once. */
function More({ onSeen }: { onSeen: () => void }) {
  const t = useTranslations("states");
  const mark = useRef<HTMLDivElement>(null);
  const latest = useRef(onSeen);
  useEffect(() => {
    latest.current = onSeen;
  });
  useEffect(() => {
    const observer = new IntersectionObserver(
      (seen) => seen.some((each) => each.isIntersecting) && latest.current(),
    );
    if (mark.current) observer.observe(mark.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={mark} className={classes.more}>
      <Text size="xs" c="dimmed">
        {t("loading")}
      </Text>
    </div>
  );
}

function Loading() {
  const t = useTranslations("states");
  return (
    <Stack gap={4} p="sm" role="status" aria-label={t("loading")}>
      {Array.from({ length: 7 }, (_, index) => (
        <div key={index} className={classes.ghost}>
          <Skeleton circle height={38} />
          <Stack gap={8} flex={1}>
            <Skeleton height={10} width="55%" />
            <Skeleton height={9} width="90%" />
          </Stack>
        </div>
      ))}
    </Stack>
  );
}
