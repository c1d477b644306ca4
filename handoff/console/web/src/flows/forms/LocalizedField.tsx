/** A text in every language of the flow: side by side, or one at a time where the screen is narrow. */
import { Input, Tabs } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslations } from "use-intl";

import { useLanguageName } from "../../shared/names";
import type { FieldProps } from "./FieldView";
import { isFields } from "./fields";
import { useForm, useProblemsAt } from "./FormContext";
import classes from "./forms.module.css";
import { NamedText } from "./NamedText";
import { useProblemWords } from "./useProblemWords";

export function LocalizedField({ value, path, label, aria, hint, error, onChange }: FieldProps<"localized">) {
  const t = useTranslations("flows.forms");
  const { languages } = useForm();
  const languageName = useLanguageName();
  const tell = useProblemWords();
  const narrow = useMediaQuery("(max-width: 760px)", false, { getInitialValueInEffect: false });
  const problems = useProblemsAt(path, true);
  const texts = isFields(value) ? value : {};
  const all = [...new Set([...languages, ...Object.keys(texts)])];
  const missing = (language: string) =>
    !String(texts[language] ?? "").trim() && Object.values(texts).some((each) => String(each).trim());
  const write = (language: string, text: string) => {
    const rest = Object.fromEntries(Object.entries(texts).filter(([each]) => each !== language));
    onChange(text ? { ...texts, [language]: text } : rest);
  };
  const input = (language: string) => (
    <div key={language} data-field={`${path}.${language}`}>
      <NamedText
        as="template"
        lang={language}
        aria-label={`${aria}: ${languageName(language)}`}
        leftSection={
          <span className={classes.code} data-missing={missing(language) || undefined}>
            {language}
          </span>
        }
        error={problems
          .filter((each) => each.field === `${path}.${language}`)
          .map((each) => tell(each).message)
          .at(0)}
        value={texts[language] ?? ""}
        onChange={(text) => write(language, text)}
      />
    </div>
  );
  return (
    <Input.Wrapper
      label={label}
      description={hint}
      error={error}
      labelElement="div"
      className={classes.localized}
    >
      {narrow && all.length > 1 ? (
        <Tabs defaultValue={all[0] ?? null} variant="pills" radius="xl" mt={5} keepMounted={false}>
          <Tabs.List mb={6} aria-label={aria}>
            {all.map((language) => (
              <Tabs.Tab key={language} value={language} size="xs">
                {missing(language) ? t("notTranslated", { language }) : language}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {all.map((language) => (
            <Tabs.Panel key={language} value={language}>
              {input(language)}
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : (
        <div className={classes.languages}>{all.map(input)}</div>
      )}
    </Input.Wrapper>
  );
}
