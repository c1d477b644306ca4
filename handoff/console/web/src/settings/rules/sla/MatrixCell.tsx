/** What stands in a cell, for the reader's eyes: names for words, a length of time for a limit. */
import { useTranslations } from "use-intl";

import { usePreferences } from "../../../app/preferences";
import { useFact, useValueName } from "../conditions/useFacts";
import { ANY } from "../model";
import { parseDuration, saidDuration } from "./duration";
import { saysNoPromise } from "./sheet";
import own from "./sla.module.css";

export function CellText({ axis, text }: { axis: string | undefined; text: string }) {
  const t = useTranslations("rules.sla");
  const valueName = useValueName();
  const { language } = usePreferences();
  if (axis !== undefined) {
    return text === ANY || text === "" ? (
      <span className={own.faint}>{t("anyWord")}</span>
    ) : (
      <span>{valueName(axis, text)}</span>
    );
  }
  if (text === "") return <span className={own.faint}>&nbsp;</span>;
  if (saysNoPromise(text)) return <span className={own.faint}>{t("noPromise")}</span>;
  const seconds = parseDuration(text);
  return <span>{seconds === null ? text : saidDuration(seconds, language)}</span>;
}

/** The words that an axis is known to have, offered while one is typed. */
export function AxisWords({ id, axis }: { id: string; axis: string }) {
  const { values } = useFact(axis);
  const valueName = useValueName();
  return (
    <datalist id={id}>
      <option value={ANY} label={valueName(axis, ANY)} />
      {values.map((value) => (
        <option key={value} value={value} label={valueName(axis, value)} />
      ))}
    </datalist>
  );
}
