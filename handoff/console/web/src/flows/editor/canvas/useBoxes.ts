/** The words that boxes are drawn with, read from the schemas once. */
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { seconds } from "../../forms/duration";
import { useValueWords, useWords } from "../../forms/words";
import { reading } from "../../model/preview";
import type { Kinds } from "../../model/types";
import { split } from "../../../settings/fields/duration";
import type { BoxWords } from "./BoxContext";

export function useBoxes(kinds: Kinds, wanted: readonly string[], mayEdit: boolean): BoxWords {
  const words = useWords();
  const values = useValueWords();
  const t = useTranslations("flows.forms");
  // The languages of a flow hardly ever change, but its array does with every letter typed.
  const languages = wanted.join(" ");
  return useMemo(() => {
    const steps = new Map(kinds.steps.map((each) => [each.kind, words(each.title)]));
    const triggers = new Map(kinds.triggers.map((each) => [each.kind, words(each.title)]));
    const lasting = (text: string) => {
      const found = seconds(text);
      if (found === null) return null;
      const { amount, unit } = split(found, ["second", "minute", "hour", "day"]);
      return t(`lasting.${unit}`, { amount });
    };
    return {
      kindTitle: (kind) => steps.get(kind) ?? kind,
      triggerTitle: (kind) => triggers.get(kind) ?? kind,
      fieldsOf: reading(kinds.steps),
      triggerFieldsOf: reading(kinds.triggers),
      valueOf: (value) => (/^[A-Z]+$/.test(value) ? value : (lasting(value) ?? values(value))),
      languages: languages.split(" "),
      mayEdit,
    };
  }, [kinds, words, values, t, languages, mayEdit]);
}
