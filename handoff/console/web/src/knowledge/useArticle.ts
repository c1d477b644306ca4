/** Reading and changing one article; every change names the version it was made on. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { api, ApiError, ask } from "../api/client";
import { keys } from "../api/queries";
import type { Article, ArticleRow } from "../api/types";
import type { WordingInput } from "./form";

/** Every article without filters: what the menus offer. */
export function useAllArticles(): ArticleRow[] {
  return (
    useQuery({ queryKey: [...keys.articles, {}], queryFn: () => ask(api.GET("/api/articles")) }).data ?? []
  );
}

export function useArticle(id: string) {
  return useQuery({
    queryKey: keys.article(id),
    queryFn: () => ask(api.GET("/api/articles/{article}", { params: { path: { article: id } } })),
  });
}

export function useVersions(id: string, version: number) {
  return useQuery({
    queryKey: [...keys.article(id), "versions", version],
    queryFn: () => ask(api.GET("/api/articles/{article}/versions", { params: { path: { article: id } } })),
  });
}

/** What a colleague saved in the meantime, when that is why a change was refused. */
export function staleOf(error: unknown): Article | null {
  if (!(error instanceof ApiError) || error.code !== "stale") return null;
  return (error.body as { current?: Article | null }).current ?? null;
}

export function useArticleChanges() {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);

  return useMemo(() => {
    const keep = async (call: Promise<Article>): Promise<Article> => {
      setBusy(true);
      try {
        const article = await call;
        client.setQueryData(keys.article(article.id), article);
        void client.invalidateQueries({ queryKey: keys.articles });
        return article;
      } finally {
        setBusy(false);
      }
    };
    const at = (article: Article) => ({ path: { article: article.id } });
    return {
      busy,
      create: (key: string, language: string, wording: WordingInput) =>
        keep(ask(api.POST("/api/articles", { body: { key, language, ...wording } }))),
      save: (article: Article, wording: WordingInput) =>
        keep(
          ask(
            api.PUT("/api/articles/{article}", {
              params: at(article),
              body: { version: article.version, ...wording },
            }),
          ),
        ),
      publish: (article: Article) =>
        keep(
          ask(
            api.POST("/api/articles/{article}/publish", {
              params: at(article),
              body: { version: article.version },
            }),
          ),
        ),
      unpublish: (article: Article) =>
        keep(
          ask(
            api.POST("/api/articles/{article}/unpublish", {
              params: at(article),
              body: { version: article.version },
            }),
          ),
        ),
      restore: (article: Article, earlier: number) =>
        keep(
          ask(
            api.POST("/api/articles/{article}/restore/{earlier}", {
              params: { path: { article: article.id, earlier } },
              body: { version: article.version },
            }),
          ),
        ),
      remove: async (article: Article) => {
        await ask(
          api.DELETE("/api/articles/{article}", {
            params: { ...at(article), query: { version: article.version } },
          }),
        );
        client.removeQueries({ queryKey: keys.article(article.id) });
        void client.invalidateQueries({ queryKey: keys.articles });
      },
    };
  }, [busy, client]);
}

export type ArticleChanges = ReturnType<typeof useArticleChanges>;
