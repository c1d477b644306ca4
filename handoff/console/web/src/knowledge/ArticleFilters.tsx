/** Which articles are listed; the choice is in the address. */
import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { useTranslations } from "use-intl";

import { useLanguageName, useTopicName } from "../shared/names";
import classes from "./ArticleList.module.css";
import { useAllArticles } from "./useArticle";

export function ArticleFilters() {
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
