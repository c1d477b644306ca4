/** A line as the API keeps it and as the editor shows it. Durations are seconds. Pure. */
import { toForm as toHoursForm, toHours, type Hours, type HoursForm } from "../hours/hours";

export const CRITERIA = ["free", "skill", "language", "history", "region", "idle"] as const;
export type Criterion = (typeof CRITERIA)[number];
export const DISTRIBUTIONS = ["push", "pull", "supervisor"] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];
export const TEXTS = ["greeting", "queue_place", "out_of_hours"] as const;

type Words = Record<string, string>;

export interface Question {
  key: string;
  texts: Words;
}

/** An entry of the catalogue from which customers choose. */
export interface Service {
  id: string;
  names: Words;
  kind: string;
  topic: string | null;
}

export interface LineRules {
  id: string;
  names: Words;
  descriptions: Words;
  topics: string[];
  takes_rest: boolean;
  internal: boolean;
  tier: number;
  escalates_to: string | null;
  hours: Hours;
  texts: Record<string, Words>;
  questions: Question[];
  services: Service[];
  distribution: Distribution;
  accept_within: number | null;
  capacity: number;
  order: Criterion[];
  language_required: boolean;
  overflow: { after: number; to: string } | null;
  reassign: { no_answer_within: number | null; away_for: number | null; at_shift_end: boolean };
  longest_hold: number;
  reopen_within: number;
  archived: boolean;
  version: number;
}

/** What a person does on a line: gets its sessions, hands them out, or both. */
export interface Membership {
  answers: boolean;
  supervises: boolean;
}
export type Members = Record<string, Membership>;

export interface LineForm extends Omit<LineRules, "hours" | "version"> {
  hours: HoursForm;
  members: Members;
}

export function toForm(line: LineRules, members: Members): LineForm {
  return {
    ...without(line, "version"),
    topics: [...line.topics].sort(),
    hours: toHoursForm(line.hours),
    members,
  };
}

/** Blank wordings say nothing and are left out. */
export function toLine(form: LineForm, version: number): LineRules {
  return {
    ...without(form, "members"),
    names: spoken(form.names),
    descriptions: spoken(form.descriptions),
    texts: Object.fromEntries(
      Object.entries(form.texts)
        .map(([kind, words]) => [kind, spoken(words)] as const)
        .filter(([, words]) => Object.keys(words).length > 0),
    ),
    questions: form.questions.map(({ key, texts }) => ({ key: key.trim(), texts: spoken(texts) })),
    services: form.services.map((each) => ({ ...each, id: each.id.trim(), names: spoken(each.names) })),
    hours: toHours(form.hours),
    version,
  };
}

/** Every language in which the line says something. */
export function languagesOf(form: LineForm): string[] {
  const said = [
    form.names,
    form.descriptions,
    ...Object.values(form.texts),
    ...form.questions.map((each) => each.texts),
    ...form.services.map((each) => each.names),
  ];
  return [...new Set(said.flatMap((words) => Object.keys(spoken(words))))];
}

export function newLine(id: string, names: Words, zone: string): LineRules {
  return {
    id,
    names,
    descriptions: {},
    topics: [],
    takes_rest: false,
    internal: false,
    tier: 1,
    escalates_to: null,
    hours: { zone, week: {}, holidays: [], exceptions: {} },
    texts: {},
    questions: [],
    services: [],
    distribution: "pull",
    accept_within: null,
    capacity: 5,
    order: ["language", "history", "skill", "free", "idle"],
    language_required: false,
    overflow: null,
    reassign: { no_answer_within: null, away_for: null, at_shift_end: false },
    longest_hold: 3 * 86_400,
    reopen_within: 0,
    archived: false,
    version: 0,
  };
}

function spoken(words: Words): Words {
  return Object.fromEntries(
    Object.entries(words)
      .map(([language, text]) => [language, text.trim()] as const)
      .filter(([, text]) => text),
  );
}

function without<Whole extends object, Name extends keyof Whole>(
  whole: Whole,
  name: Name,
): Omit<Whole, Name> {
  return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name)) as Omit<Whole, Name>;
}
