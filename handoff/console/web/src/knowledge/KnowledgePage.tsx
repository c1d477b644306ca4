/** The knowledge base: articles on the left, one of them opened, and a question to try on the bot. */
import { Drawer } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconBook2 } from "@tabler/icons-react";
import { useParams } from "react-router";
import { useTranslations } from "use-intl";

import { atLeast } from "../api/types";
import { useMe } from "../app/session";
import { Title } from "../app/Title";
import { Empty } from "../shared/States";
import { ArticleList } from "./ArticleList";
import { ArticlePane } from "./ArticlePane";
import classes from "./KnowledgePage.module.css";
import { NewArticle } from "./NewArticle";
import { TryPanel } from "./TryPanel";

export function KnowledgePage() {
  const t = useTranslations("knowledge");
  const me = useMe();
  const { id } = useParams<{ id: string }>();
  const wide = useMediaQuery("(min-width: 1180px)", true, { getInitialValueInEffect: false });
  const [trying, { toggle, close }] = useDisclosure(false);
  const mayWrite = atLeast(me.role, "supervisor");

  return (
    <div className={classes.page} data-reading={id !== undefined}>
      <Title>{t("title")}</Title>
      <ArticleList mayWrite={mayWrite} trying={trying} onTry={toggle} />
      <main className={classes.main}>
        {id === undefined ? (
          <Empty icon={IconBook2} title={t("chooseOne")} hint={t("chooseOneHint")} />
        ) : id === "new" && mayWrite ? (
          <NewArticle />
        ) : (
          <ArticlePane key={id} id={id} mayWrite={mayWrite} />
        )}
      </main>
      {wide ? (
        trying && (
          <aside className={classes.aside} aria-label={t("try.title")}>
            <TryPanel onClose={close} />
          </aside>
        )
      ) : (
        <Drawer
          opened={trying}
          onClose={close}
          position="right"
          size="min(400px, 100%)"
          title={t("try.title")}
        >
          <TryPanel />
        </Drawer>
      )}
    </div>
  );
}
