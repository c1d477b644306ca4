/** What the linter says, in the reader's language. What this page has no words for yet is told in the server's. */
import { useTranslations } from "use-intl";

import { useChannelName, useLanguageName } from "../../shared/names";
import type { Problem } from "../model/types";
import { useWords } from "./words";

type Told = Pick<Problem, "code" | "values" | "message" | "remedy">;
type Values = Record<string, string>;

export function useProblemWords(): (problem: Told) => { message: string; remedy: string } {
  const t = useTranslations("flows.problems");
  const own = useOwnWords();
  return ({ code, values, message, remedy }) => {
    if (!t.has(`${code}.message`)) return { message, remedy };
    const said = own(values);
    return { message: t(`${code}.message`, said), remedy: t(`${code}.remedy`, said) };
  };
}

/** Most values are names that the company gave. These are words of the server's, or ids that have a name here. */
function useOwnWords(): (values: Values) => Values {
  const words = useWords();
  const channelName = useChannelName();
  const languageName = useLanguageName();
  const say: Record<string, (value: string) => string> = {
    port: words,
    gap: words,
    mend: words,
    channel: channelName,
    languages: (codes) => codes.split(", ").map(languageName).join(", "),
  };
  return (values) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, say[key]?.(value) ?? value]));
}
