/** What staff did, the latest first. */
import { Button, Checkbox, Loader, Select, TextInput } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { usePeople } from "../../api/queries";
import { Title } from "../../app/Title";
import { Empty, Failure } from "../../shared/States";
import pageClasses from "../Settings.module.css";
import classes from "./Audit.module.css";
import { DEEDS } from "./deeds";
import { DeedRow } from "./DeedRow";
import { deedsQuery, type DeedFilter } from "./queries";
import { useDeedWords } from "./useDeedWords";

const ANY: DeedFilter = { operator: null, did: null, from: "", to: "", refused: false };

export function AuditPage() {
  const t = useTranslations("audit");
  const [filter, setFilter] = useState(ANY);
  const deeds = useInfiniteQuery({ ...deedsQuery(filter), placeholderData: keepPreviousData });
  const rows = deeds.data?.pages.flat() ?? [];
  return (
    <>
      <Title>{t("title")}</Title>
      <header className={pageClasses.head}>
        <h1>{t("title")}</h1>
      </header>
      <main className={pageClasses.scroll}>
        <div className={pageClasses.form}>
          <p className={classes.hint}>{t("hint")}</p>
          <Filters filter={filter} onChange={(change) => setFilter({ ...filter, ...change })} />
          {deeds.isPending ? (
            <Loader m="auto" />
          ) : deeds.isError ? (
            <Failure error={deeds.error} retry={() => void deeds.refetch()} />
          ) : rows.length === 0 ? (
            <Empty icon={IconListSearch} title={t("none")} hint={t("noneHint")} />
          ) : (
            <ol className={classes.rows} aria-label={t("title")} aria-busy={deeds.isFetching}>
              {rows.map((each) => (
                <DeedRow key={each.number} deed={each} />
              ))}
            </ol>
          )}
          {deeds.hasNextPage && (
            <Button
              variant="default"
              mx="auto"
              loading={deeds.isFetchingNextPage}
              onClick={() => void deeds.fetchNextPage()}
            >
              {t("earlier")}
            </Button>
          )}
        </div>
      </main>
    </>
  );
}

interface FiltersProps {
  filter: DeedFilter;
  onChange: (change: Partial<DeedFilter>) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const t = useTranslations("audit");
  const people = usePeople();
  const words = useDeedWords();
  const actions = Object.entries(DEEDS).map(([group, deeds]) => ({
    group: t(`group.${group as keyof typeof DEEDS}`),
    items: deeds.map((did) => ({ value: did, label: words(did) })),
  }));
  return (
    <div className={classes.filters} role="search" aria-label={t("filters")}>
      <Select
        label={t("who")}
        placeholder={t("anybody")}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={filter.operator}
        onChange={(operator) => onChange({ operator })}
        searchable
        clearable
        nothingFoundMessage={t("nothing")}
      />
      <Select
        label={t("what")}
        placeholder={t("anything")}
        data={actions}
        value={filter.did}
        onChange={(did) => onChange({ did })}
        searchable
        clearable
        nothingFoundMessage={t("nothing")}
        comboboxProps={{ width: "max-content" }}
        className={classes.wide}
      />
      <TextInput
        type="date"
        label={t("from")}
        value={filter.from}
        max={filter.to || undefined}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("to")}
        value={filter.to}
        min={filter.from || undefined}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      <Checkbox
        className={classes.box}
        label={t("onlyRefused")}
        checked={filter.refused}
        onChange={(event) => onChange({ refused: event.currentTarget.checked })}
      />
    </div>
  );
}
