/** A first draft: besides the wording it needs a language and a key that its translations share. */
import { Button, Select, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useTranslations } from "use-intl";

import { ApiError } from "../api/client";
import { LeaveGuard } from "../shared/LeaveGuard";
import { useLanguageName } from "../shared/names";
import { useComplain } from "../shared/problems";
import classes from "./ArticleEditor.module.css";
import { ArticleFields } from "./ArticleFields";
import { BackToList } from "./BackToList";
import { changedFields, EMPTY, keyFrom, toWording, type Form } from "./form";
import { useAllArticles, useArticleChanges } from "./useArticle";

export function NewArticle() {
  const t = useTranslations("knowledge");
  const complain = useComplain();
  const navigate = useNavigate();
  const languageName = useLanguageName();
  const [search] = useSearchParams();
  const changes = useArticleChanges();
  const languages = [...new Set(["en", ...useAllArticles().map((each) => each.language)])].sort();
  const [form, setForm] = useState(EMPTY);
  const [language, setLanguage] = useState(search.get("language") ?? "en");
  const [key, setKey] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const created = useRef(false);
  const ownKey = key ?? keyFrom(form.title);

  const create = async () => {
    setErrors({});
    try {
      const article = await changes.create(ownKey, language, toWording(form));
      created.current = true;
      await navigate({ pathname: `/knowledge/${encodeURIComponent(article.id)}`, search: search.toString() });
    } catch (error) {
      if (error instanceof ApiError && error.field) setErrors({ [error.field]: error.message });
      else complain(error);
    }
  };

  const change = (part: Partial<Form>) => {
    setForm({ ...form, ...part });
    setErrors({});
  };

  return (
    <>
      <header className={classes.head}>
        <BackToList />
        <h2 className={classes.title}>{t("newTitle")}</h2>
        <Button size="compact-md" loading={changes.busy} onClick={() => void create()}>
          {t("save")}
        </Button>
      </header>
      <div className={classes.scroll}>
        <form className={classes.form} onSubmit={(event) => event.preventDefault()}>
          <div className={classes.columns}>
            <Select
              label={t("language")}
              allowDeselect={false}
              data={languages.map((each) => ({ value: each, label: languageName(each) }))}
              value={language}
              error={errors.language}
              onChange={(value) => value && setLanguage(value)}
            />
            <TextInput
              label={t("key")}
              description={t("keyHint")}
              inputWrapperOrder={["label", "input", "description", "error"]}
              value={ownKey}
              error={errors.key}
              onChange={(event) => {
                setKey(event.currentTarget.value);
                setErrors({});
              }}
            />
          </div>
          <ArticleFields form={form} errors={errors} onChange={change} />
        </form>
      </div>
      <LeaveGuard dirty={changedFields(form, EMPTY).length > 0} done={created} />
    </>
  );
}
