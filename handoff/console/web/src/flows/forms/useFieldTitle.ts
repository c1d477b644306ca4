/** What the form calls the place of a path: `text.en` is "Question · en"; rows of a list are counted from one. */
import type { Schema } from "../model/types";
import { useWords } from "./words";

export function useFieldTitle(): (path: string, schema: Schema | undefined) => string {
  const words = useWords();
  return (path, schema) => {
    const [first = "", ...rest] = path.split(".");
    const within = rest.map((each) => (/^\d+$/.test(each) ? String(Number(each) + 1) : each));
    return [words(schema?.properties?.[first]?.title ?? first), ...within].join(" · ");
  };
}
