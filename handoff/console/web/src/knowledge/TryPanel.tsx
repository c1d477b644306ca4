/** Ask as a customer would, and see what the bot would find and do. */
import { Alert, Button, CloseButton, Progress, Select, Stack, Text, Textarea } from "@mantine/core";
import { IconRobot, IconUser } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useFormatter, useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import type { TryResult } from "../api/types";
import { useLanguageName } from "../shared/names";
import { useComplain } from "../shared/problems";
import classes from "./TryPanel.module.css";
import { useAllArticles } from "./useArticle";

export function TryPanel({ onClose }: { onClose?: () => void }) {
  const t = useTranslations("knowledge.try");
  const complain = useComplain();
  const languageName = useLanguageName();
  const { id } = useParams<{ id: string }>();
  const articles = useAllArticles();
  const languages = [...new Set(["en", ...articles.map((each) => each.language)])].sort();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [result, setResult] = useState<TryResult | null>(null);
  const [busy, setBusy] = useState(false);
  const language = chosen ?? articles.find((each) => each.id === id)?.language ?? "en";

  const submit = async () => {
    if (!text.trim()) return;
    setBusy(true);
    try {
      setResult(await ask(api.POST("/api/articles/try", { body: { text: text.trim(), language } })));
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack gap="sm">
      {onClose && (
        <header className={classes.head}>
          <h2>{t("title")}</h2>
          <CloseButton onClick={onClose} aria-label={t("close")} />
        </header>
      )}
      <Text size="sm" c="dimmed">
        {t("hint")}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="xs">
          <Textarea
            autosize
            minRows={2}
            maxRows={6}
            maxLength={1000}
            aria-label={t("question")}
            placeholder={t("question")}
            dir="auto"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              void submit();
            }}
          />
          <div className={classes.row}>
            <Select
              flex={1}
              aria-label={t("language")}
              allowDeselect={false}
              data={languages.map((each) => ({ value: each, label: languageName(each) }))}
              value={language}
              onChange={setChosen}
            />
            <Button type="submit" loading={busy} disabled={!text.trim()}>
              {t("ask")}
            </Button>
          </div>
        </Stack>
      </form>
      {result && <Result result={result} />}
    </Stack>
  );
}

function Result({ result }: { result: TryResult }) {
  const t = useTranslations("knowledge.try");
  const format = useFormatter();
  const sent = result.hits.find((hit) => hit.sent);
  const two = (score: number) => format.number(score, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <Stack gap="sm" aria-live="polite">
      {sent ? (
        <Alert color="helpline" icon={<IconRobot size={18} />} title={t("answers")}>
          {sent.answer}
        </Alert>
      ) : (
        <Alert color="amber" icon={<IconUser size={18} />} title={t("passedOn")}>
          {t("passedOnHint")}
        </Alert>
      )}
      {result.hits.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("nothing")}
        </Text>
      )}
      <ol className={classes.hits}>
        {result.hits.map((hit) => (
          <li key={hit.article} data-sent={hit.sent}>
            <div className={classes.hit}>
              <Link to={`/knowledge/${encodeURIComponent(hit.article)}`}>{hit.title}</Link>
              <strong>{two(hit.score)}</strong>
            </div>
            <Progress size={5} value={hit.score * 100} color={hit.sent ? "helpline" : "gray"} aria-hidden />
            <Text size="xs" c="dimmed">
              {t("parts", { semantic: two(hit.semantic), lexical: two(hit.lexical) })}
            </Text>
          </li>
        ))}
      </ol>
    </Stack>
  );
}
