/** The card as a form: what is shown, and of it what was changed. Pure. */
import type { CardForm, Conversation } from "../../api/types";

export interface Card {
  tier: string;
  groups: string[];
  region: string;
  email: string;
  phone: string;
  attributes: [string, string][];
  kind: string;
  topic: string;
  tags: string[];
}

export function cardOf({ customer, session }: Conversation): Card {
  return {
    tier: customer.tier ?? "",
    groups: customer.groups,
    region: customer.region ?? "",
    email: customer.email ?? "",
    phone: customer.phone ?? "",
    attributes: Object.entries(customer.attributes ?? {}),
    kind: session.handling?.kind ?? "",
    topic: session.topic ?? "",
    tags: session.handling?.tags ?? [],
  };
}

/** Only what was changed is sent, so that two who fill in different fields don't undo each other's. */
export function changes(before: Card, after: Card): CardForm {
  const names = Object.keys(after) as (keyof Card)[];
  const changed = names.filter(
    (name) => JSON.stringify(tidy(before)[name]) !== JSON.stringify(tidy(after)[name]),
  );
  return Object.fromEntries(
    changed.map((name) => [
      name,
      name === "attributes" ? Object.fromEntries(tidy(after).attributes) : tidy(after)[name],
    ]),
  );
}

function tidy(card: Card): Card {
  const words = (["tier", "region", "email", "phone", "kind", "topic"] as const).map((name) => [
    name,
    card[name].trim(),
  ]);
  const attributes = card.attributes
    .map(([name, value]): [string, string] => [name.trim(), value.trim()])
    .filter(([name, value]) => name && value);
  return { ...card, ...(Object.fromEntries(words) as Partial<Card>), attributes };
}
