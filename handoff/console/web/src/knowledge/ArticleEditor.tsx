/** An article being written: a draft that is saved, then published; nobody's work is overwritten unseen. */
import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useHotkeys } from "@mantine/hooks";
import { IconDots, IconEyeOff, IconHistory, IconTrash, IconWorldUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { ApiError } from "../api/client";
import type { Article } from "../api/types";
import { LeaveGuard } from "../shared/LeaveGuard";
import { useLanguageName } from "../shared/names";
import { useComplain } from "../shared/problems";
import classes from "./ArticleEditor.module.css";
import { ArticleFields } from "./ArticleFields";
import { BackToList } from "./BackToList";
import { changedFields, toForm, toWording, type Form } from "./form";
import { StaleDialog } from "./StaleDialog";
import { StatusBadge } from "./StatusBadge";
import { staleOf, useArticleChanges } from "./useArticle";
import { VersionsDrawer } from "./VersionsDrawer";

export function ArticleEditor({ article }: { article: Article }) {
  const t = useTranslations("knowledge");
  const complain = useComplain();
  const navigate = useNavigate();
  const languageName = useLanguageName();
  const changes = useArticleChanges();
  // The version the reader has before their eyes: a refetch must not slip a colleague's one under their words.
  const [base, setBase] = useState(article);
  const [form, setForm] = useState(() => toForm(article.wording));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [theirs, setTheirs] = useState<{ current: Article; publish: boolean } | null>(null);
  const [historyOpen, setHistoryOpen] = useState(false);
  const dirty = changedFields(form, toForm(base.wording)).length > 0;

  if (!dirty && article.version > base.version) {
    setBase(article);
    setForm(toForm(article.wording));
  }

  const show = (next: Article) => {
    setBase(next);
    setForm(toForm(next.wording));
    setErrors({});
    setTheirs(null);
  };

  const attempt = async (change: () => Promise<Article>, publish = false): Promise<Article | null> => {
    try {
      const next = await change();
      show(next);
      return next;
    } catch (error) {
      const current = staleOf(error);
      if (current) setTheirs({ current, publish });
      else if (error instanceof ApiError && error.status === 422 && error.field) {
        setErrors({ [error.field]: error.message });
      } else complain(error);
      return null;
    }
  };

  const save = async (over: Article = base, publish = false) => {
    const saved =
      dirty || over !== base ? await attempt(() => changes.save(over, toWording(form)), publish) : over;
    if (!saved || !publish) return;
    const published = await attempt(() => changes.publish(saved));
    if (published) notifications.show({ message: t("publishedNow"), color: "helpline" });
  };
  useHotkeys([["mod+S", () => void save()]], []);

  const remove = async () => {
    try {
      await changes.remove(base);
      await navigate("/knowledge");
    } catch (error) {
      complain(error);
    }
  };

  const publishable = dirty || base.status === "draft" || base.has_unpublished_changes;
  const change = (part: Partial<Form>) => {
    setForm({ ...form, ...part });
    setErrors({});
  };

  return (
    <>
      <header className={classes.head}>
        <BackToList />
        <h2 className={classes.title} dir="auto">
          {form.title || t("untitled")}
        </h2>
        <StatusBadge status={base.status} changed={base.has_unpublished_changes} />
        <Button
          size="compact-md"
          variant="default"
          disabled={!dirty}
          loading={changes.busy}
          onClick={() => void save()}
        >
          {t("save")}
        </Button>
        <Button
          size="compact-md"
          leftSection={<IconWorldUpload size={16} />}
          disabled={!publishable}
          loading={changes.busy}
          onClick={() => void save(base, true)}
        >
          {t("publish")}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="lg" color="gray" aria-label={t("more")}>
              <IconDots size={20} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => setHistoryOpen(true)}>
              {t("versions.title")}
            </Menu.Item>
            {base.status === "published" && (
              <Menu.Item
                leftSection={<IconEyeOff size={16} />}
                disabled={dirty}
                onClick={() => void attempt(() => changes.unpublish(base))}
              >
                {t("unpublish")}
              </Menu.Item>
            )}
            {base.deletable && (
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => void remove()}>
                {t("delete")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </header>
      <div className={classes.scroll}>
        <form className={classes.form} onSubmit={(event) => event.preventDefault()}>
          <Text size="xs" c="dimmed">
            {languageName(base.language)} · {base.key} ·{" "}
            {t("version", { version: base.version, by: base.updated_by })}
          </Text>
          <ArticleFields form={form} errors={errors} onChange={change} />
        </form>
      </div>
      <LeaveGuard dirty={dirty} />
      {theirs && (
        <StaleDialog
          mine={form}
          theirs={theirs.current}
          busy={changes.busy}
          onOverwrite={() => void save(theirs.current, theirs.publish)}
          onReload={() => show(theirs.current)}
          onClose={() => setTheirs(null)}
        />
      )}
      <VersionsDrawer
        article={base}
        opened={historyOpen}
        busy={changes.busy}
        dirty={dirty}
        onClose={() => setHistoryOpen(false)}
        onRestore={(earlier) => void attempt(() => changes.restore(base, earlier))}
      />
    </>
  );
}
