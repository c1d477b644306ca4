/** The facts that conditions may look at, and what they and their values are called. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMessages, useTranslations, type Messages } from "use-intl";

import { api, ask } from "../../../api/client";
import { usePeople } from "../../../api/queries";
import { usePreferences } from "../../../app/preferences";
import { useLevelName } from "../../../inbox/marks/levels";
import { useReasonName, useIntentName } from "../../../inbox/wording";
import {
  readable,
  useChannelName,
  useLanguageName,
  useLineName,
  usePersonName,
  useTopicName,
} from "../../../shared/names";
import { ANY } from "../model";

export interface Fact {
  name: string;
  kind: "word" | "number";
  values: string[];
}

/** Words that staff or a flow put on the customer's card. */
export const ATTRIBUTE = "attribute.";

/** Facts whose words are all known, so that none is typed. */
export const CLOSED = ["channel", "line", "priority", "status", "earlier_operator"];

export const factsQuery = queryOptions({
  queryKey: ["facts"],
  queryFn: () => ask(api.GET("/api/facts")),
  staleTime: 60_000,
});

export function useFacts(): Fact[] {
  return useQuery(factsQuery).data ?? [];
}

export function useFact(name: string): Fact {
  const found = useFacts().find((each) => each.name === name);
  return found ?? { name, kind: "word", values: [] };
}

export function useFactName(): (fact: string) => string {
  const t = useTranslations("rules");
  const { rules } = useMessages() as Messages;
  return (fact) => {
    if (fact.startsWith(ATTRIBUTE)) return t("attribute", { name: fact.slice(ATTRIBUTE.length) || "…" });
    return (rules.facts as Record<string, string>)[fact] ?? readable(fact);
  };
}

/** What a value of a fact is called; a business's own words are shown as they are. */
export function useValueName(): (fact: string, value: string) => string {
  const t = useTranslations("rules");
  const { rules, clocks } = useMessages() as Messages;
  const names: Record<string, (value: string) => string> = {
    channel: useChannelName(),
    language: useLanguageName(),
    topic: useTopicName(),
    intent: useIntentName(),
    reason: useReasonName(),
    line: useLineName(),
    priority: useLevelName(),
    earlier_operator: usePersonName(),
    status: (value) => (clocks.status as Record<string, string>)[value] ?? value,
    kind: (value) => (rules.kinds as Record<string, string>)[value] ?? value,
  };
  return (fact, value) => (value === ANY ? t("any") : (names[fact]?.(value) ?? value));
}

/** What sentences about rules are made of. */
export function useWords() {
  const t = useTranslations("rules.say");
  const { language } = usePreferences();
  const fact = useFactName();
  const value = useValueName();
  const line = useLineName();
  const level = useLevelName();
  const people = usePeople();
  return {
    t,
    locale: language,
    fact,
    value,
    line,
    level,
    person: (id: string) => people.find((each) => each.id === id)?.name ?? id,
  };
}
