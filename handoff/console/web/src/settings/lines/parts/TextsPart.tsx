/** What a line says in its own words; where it has none, the company's general words are sent. */
import { useTranslations } from "use-intl";

import { LanguageTexts } from "../../fields/LanguageTexts";
import { Part } from "../../fields/Part";
import { TEXTS } from "../model";
import type { PartProps } from "./props";

export function TextsPart({ form, change, errorAt, readOnly, languages }: PartProps) {
  const t = useTranslations("lines");
  return (
    <Part id="texts" title={t("fields.texts")} hint={t("textsHint")}>
      {TEXTS.map((kind) => (
        <LanguageTexts
          key={kind}
          label={t(`texts.${kind}.name`)}
          // The words in braces are what the line itself fills in.
          description={t(`texts.${kind}.hint`, { place: "{place}", when: "{when}" })}
          texts={form.texts[kind] ?? {}}
          languages={languages}
          lines={2}
          maxLength={1000}
          readOnly={readOnly}
          error={errorAt(`texts.${kind}`)}
          onChange={(words) => change({ texts: { ...form.texts, [kind]: words } })}
        />
      ))}
    </Part>
  );
}
