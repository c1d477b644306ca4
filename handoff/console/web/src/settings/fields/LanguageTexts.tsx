/** The same words in each language, side by side. */
import { Input, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";

import { useLanguageName } from "../../shared/names";
import classes from "./fields.module.css";

interface Props {
  label: string;
  description?: ReactNode;
  texts: Record<string, string>;
  languages: readonly string[];
  lines?: number;
  readOnly: boolean;
  maxLength?: number;
  error?: string | undefined;
  onChange: (texts: Record<string, string>) => void;
}

export function LanguageTexts(props: Props) {
  const {
    label,
    description,
    texts,
    languages,
    lines = 1,
    readOnly,
    maxLength = 200,
    error,
    onChange,
  } = props;
  const languageName = useLanguageName();
  const all = [...new Set([...languages, ...Object.keys(texts)])];
  const shared = (language: string) => ({
    "aria-label": `${label}: ${languageName(language)}`,
    placeholder: languageName(language),
    dir: "auto" as const,
    lang: language,
    maxLength,
    readOnly,
    error: Boolean(error),
    value: texts[language] ?? "",
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...texts, [language]: event.currentTarget.value }),
  });
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <div className={classes.languages}>
        {all.map((language) =>
          lines > 1 ? (
            <Textarea
              key={language}
              autosize
              minRows={lines}
              maxRows={8}
              leftSection={<Code of={language} />}
              {...shared(language)}
            />
          ) : (
            <TextInput key={language} leftSection={<Code of={language} />} {...shared(language)} />
          ),
        )}
      </div>
    </Input.Wrapper>
  );
}

function Code({ of }: { of: string }) {
  return <span className={classes.code}>{of}</span>;
}
