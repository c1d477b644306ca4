import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";

import en from "./en.json";

const files = import.meta.glob<Tree>("./*.json", { import: "default", eager: true });

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`),
  );
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1] as string))].sort();
}

const english = new Map(flat(en));

describe.each(Object.entries(files))("%s", (path, messages) => {
  const locale = path.replace(/^.*\/|\.json$/g, "");
  const own = new Map(flat(messages));

  it("says everything that the English one says, and nothing else", () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("keeps the placeholders", () => {
    for (const [key, text] of own) {
      expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? "")]);
    }
  });

  it("is well-formed, with every plural that its language has", () => {
    const problems: unknown[] = [];
    const t = createTranslator({ locale, messages, onError: (error) => problems.push(error) }) as (
      key: string,
      values: Record<string, string | number>,
    ) => string;
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [key, text] of own) {
      const values = Object.fromEntries(
        placeholders(text).map((name) => [name, /, plural/.test(text) ? 5 : "x"]),
      );
      t(key, values);
      const written = text.includes(", plural")
        ? forms.filter((form) => !new RegExp(`\\b${form} \\{`).test(text))
        : [];
      expect([key, written]).toEqual([key, []]);
    }
    expect(problems).toEqual([]);
  });
});
