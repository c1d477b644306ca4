/** One article opened: to be read by all, to be changed by those who may. */
import { Skeleton, Stack } from "@mantine/core";
import { useTranslations } from "use-intl";

import { Failure } from "../shared/States";
import { ArticleEditor } from "./ArticleEditor";
import { ArticleReader } from "./ArticleReader";
import { useArticle } from "./useArticle";

export function ArticlePane({ id, mayWrite }: { id: string; mayWrite: boolean }) {
  const t = useTranslations("states");
  const article = useArticle(id);
  if (article.isPending) {
    return (
      <Stack p="lg" role="status" aria-label={t("loading")}>
        <Skeleton height={28} width="60%" />
        <Skeleton height={120} />
        <Skeleton height={220} />
      </Stack>
    );
  }
  if (!article.data) return <Failure error={article.error} retry={() => void article.refetch()} />;
  return mayWrite ? <ArticleEditor article={article.data} /> : <ArticleReader article={article.data} />;
}
