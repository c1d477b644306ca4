/** Names of lines, people and topics for the eyes of this reader. */
import { useMessages, useTranslations, type Messages } from "use-intl";

import { useLines, usePeople } from "../api/queries";
import type { Line, Row } from "../api/types";
import { usePreferences } from "../app/preferences";
import { useMe } from "../app/session";

export function lineName(lines: Line[], id: string, language: string): string {
  const names = lines.find((each) => each.id === id)?.names;
  return names?.[language] ?? names?.en ?? id;
}

export function useLineName(): (id: string) => string {
  const lines = useLines();
  const { language } = usePreferences();
  return (id) => lineName(lines, id, language);
}

export function usePersonName(): (id: string) => string {
  const people = usePeople();
  return (id) => people.find((each) => each.id === id)?.name ?? id;
}

/** `order_status` reads as "Order status", unless the message file knows better words. */
export function readable(topic: string): string {
  const words = topic.replaceAll(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function useTopicName(): (topic: string) => string {
  const { topics } = useMessages() as Messages;
  return (topic) => (topics as Record<string, string>)[topic] ?? readable(topic);
}

interface Named {
  id: string;
  customer: Pick<Row["customer"], "name" | "username">;
}

/** What to call a customer. A channel that knows no name gives its id, which nobody can read or tell apart. */
export function useCustomerName(): (row: Named) => string {
  const t = useTranslations("list");
  return ({ id, customer }) => {
    const externalId = id.slice(id.lastIndexOf(":") + 1);
    if (customer.name && customer.name !== externalId) return customer.name;
    return customer.username ?? t("nameless", { id: externalId.slice(0, 5) });
  };
}

/** A channel of ours by its name; one that a company added by its id. */
export function useChannelName(): (channel: string) => string {
  const { channels } = useMessages() as Messages;
  return (channel) => (channels as Record<string, string>)[channel] ?? readable(channel);
}

/** All the topics of all lines: what sessions are about. */
export function useTopics(): string[] {
  const lines = useLines();
  return [...new Set(lines.flatMap((each) => each.topics))].sort();
}

/** The lines that this reader sees sessions of. */
export function useMyLines(): Line[] {
  const me = useMe();
  const lines = useLines();
  return me.role === "operator" ? lines.filter((each) => me.lines.includes(each.id)) : lines;
}

/** A customer's or article's language, named in the reader's. */
export function useLanguageName(): (code: string) => string {
  const { language } = usePreferences();
  const names = new Intl.DisplayNames([language], { type: "language", fallback: "code" });
  return (code) => {
    const name = /^[a-z]{2,3}(-\w+)*$/i.test(code) ? (names.of(code) ?? code) : code;
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  };
}
