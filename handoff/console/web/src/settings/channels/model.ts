/** A connection as it is edited, and the form that its kind asks for. Secrets are only ever written. Pure. */
import type { components } from "../../api/schema";
import { keyFrom } from "../../knowledge/form";

type Schemas = components["schemas"];

export type ConnectionView = Schemas["ConnectionView"];
export type KindView = Schemas["KindView"];
export type HealthView = Schemas["HealthView"];
export type DeadLetter = Schemas["DeadLetterView"];
export type Setting = string | number | boolean;
type Words = Record<string, string>;

/** A field of a kind, as the server's JSON schema describes it. */
export interface KindField {
  name: string;
  type: "text" | "secret" | "number" | "flag" | "choice";
  label: Words;
  help: Words;
  required: boolean;
  choices: string[];
  initial: Setting;
  min?: number;
  max?: number;
  maxLength?: number;
}

export interface ConnectionForm {
  title: string;
  settings: Record<string, Setting>;
  /** Empty: as it is kept. Null: to be forgotten. */
  secrets: Record<string, string | null>;
  line: string | null;
  flows: string[];
  on: boolean;
}

interface Property {
  type?: string;
  format?: string;
  enum?: string[];
  default?: Setting;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
  maxLength?: number;
  title?: string;
  label?: Words;
  help?: Words;
}

export function fieldsOf({ schema }: Pick<KindView, "schema">): KindField[] {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, Property>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, each]) => {
    const type = typeOf(each);
    return {
      name,
      type,
      label: each.label ?? { en: each.title ?? name },
      help: each.help ?? {},
      required: required.includes(name),
      choices: each.enum ?? [],
      initial: type === "secret" ? "" : (each.default ?? (type === "flag" ? false : "")),
      ...defined({
        min: each.minimum ?? (each.exclusiveMinimum === undefined ? undefined : each.exclusiveMinimum + 1),
        max: each.maximum ?? (each.exclusiveMaximum === undefined ? undefined : each.exclusiveMaximum - 1),
        maxLength: each.maxLength,
      }),
    };
  });
}

function typeOf({ type, format, enum: choices }: Property): KindField["type"] {
  if (format === "password") return "secret";
  if (choices) return "choice";
  if (type === "boolean") return "flag";
  return type === "integer" || type === "number" ? "number" : "text";
}

function defined<Part extends object>(part: Part): { [Name in keyof Part]: NonNullable<Part[Name]> } {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Part]: NonNullable<Part[Name]>;
  };
}

export function blank(kind: Pick<KindView, "schema">): ConnectionForm {
  const fields = fieldsOf(kind);
  const of = (secret: boolean) => fields.filter(({ type }) => (type === "secret") === secret);
  return {
    title: "",
    settings: Object.fromEntries(of(false).map(({ name, initial }) => [name, initial])),
    secrets: Object.fromEntries(of(true).map(({ name }) => [name, ""])),
    line: null,
    flows: [],
    on: true,
  };
}

export function toForm(view: ConnectionView, kind: Pick<KindView, "schema">): ConnectionForm {
  const none = blank(kind);
  const { title, line, flows, on } = view;
  return { title, settings: { ...none.settings, ...view.settings }, secrets: none.secrets, line, flows, on };
}

/** What is empty is left out, so that the server says which of them it can't do without. */
export function toBody({ title, settings, secrets, line, flows, on }: ConnectionForm) {
  return { title: title.trim(), settings: filled(settings), secrets: written(secrets), line, flows, on };
}

/** What a test asks with. */
export function toTried({ settings, secrets }: ConnectionForm) {
  return { settings: filled(settings), secrets: written(secrets) };
}

/** As refusals speak of it: to them a secret is a setting like any other. */
export function toValue({ settings, secrets, ...rest }: ConnectionForm & { account?: string }) {
  return { ...rest, settings: { ...settings, ...secrets } };
}

function filled(settings: Record<string, Setting>): Record<string, Setting> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ""));
}

function written(secrets: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => [name, value ?? ""]),
  );
}

/** For eyes other than the writer's: which secrets are new, and not what they are. */
export function masked(form: ConnectionForm): ConnectionForm {
  const secrets = Object.entries(form.secrets).map(
    ([name, value]) => [name, value ? "••••••" : value] as const,
  );
  return { ...form, secrets: Object.fromEntries(secrets) };
}

const LONGEST_ACCOUNT = 32;

/** A name for the account that nobody else of its kind has. */
export function accountFrom(title: string, taken: readonly string[]): string {
  const key = keyFrom(title).slice(0, LONGEST_ACCOUNT).replace(/-+$/, "");
  if (!key || !taken.includes(key)) return key;
  for (let number = 2; ; number++) {
    const next = `${key.slice(0, LONGEST_ACCOUNT - 3)}-${number}`;
    if (!taken.includes(next)) return next;
  }
}

export function isAccount(text: string): boolean {
  return /^[a-z0-9-]{1,32}$/.test(text);
}

/** Who enters the webhook's address at the messenger: an admin by hand, or we; null where nobody calls us. */
export function addressIs(kind: string): "entered" | "registered" | null {
  if (kind === "email" || kind === "site") return null;
  return kind === "telegram" || kind === "viber" || kind === "vk" ? "registered" : "entered";
}

/** Secrets that the company makes up itself, where others come from the messenger. */
export function isInvented(kind: string, field: string): boolean {
  return (kind === "custom" && field === "secret") || (kind === "whatsapp" && field === "verify_token");
}

/** What could not even be read is nobody's: it has no conversation. */
export function isUnread({ conversation_id: id }: DeadLetter): boolean {
  return id.endsWith(":?");
}

/** Is this event, which was set aside, one of the connection's? */
export function isOf({ name, kind, account }: ConnectionView, { conversation_id: id }: DeadLetter): boolean {
  return id === `${name}:?` || id.startsWith(`${kind}:${account}:`);
}

/** JSON is laid out for eyes; all else stays as it came. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
