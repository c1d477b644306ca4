/** What a line is called, and for whom it is. */
import { Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { LanguageTexts } from "../../fields/LanguageTexts";
import { Part } from "../../fields/Part";
import type { PartProps } from "./props";

export function NamePart({
  form,
  change,
  errorAt,
  readOnly,
  languages,
  children,
}: PartProps & { children: ReactNode }) {
  const t = useTranslations("lines");
  return (
    <Part id="name" title={t("name")}>
      {children}
      <LanguageTexts
        label={t("fields.names")}
        description={t("namesHint")}
        texts={form.names}
        languages={languages}
        maxLength={100}
        readOnly={readOnly}
        error={errorAt("names")}
        onChange={(names) => change({ names })}
      />
      <LanguageTexts
        label={t("fields.descriptions")}
        description={t("descriptionsHint")}
        texts={form.descriptions}
        languages={languages}
        lines={2}
        maxLength={1000}
        readOnly={readOnly}
        error={errorAt("descriptions")}
        onChange={(descriptions) => change({ descriptions })}
      />
      <Switch
        label={t("fields.internal")}
        description={t("internalHint")}
        checked={form.internal}
        disabled={readOnly}
        onChange={(event) => change({ internal: event.currentTarget.checked })}
      />
    </Part>
  );
}
