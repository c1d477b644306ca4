/** The rules as the server keeps them, and new ones to begin with. */
export interface Is {
  kind: "is";
  fact: string;
  values: string[];
}
export interface Between {
  kind: "between";
  fact: string;
  least: number | null;
  below: number | null;
}
export interface Says {
  kind: "says";
  words: string[];
}
export interface Interval {
  opens: string;
  closes: string;
}
export interface Hours {
  zone: string;
  week: Record<string, Interval[]>;
  holidays: string[];
  exceptions: Record<string, Interval[]>;
}
export interface During {
  kind: "during";
  hours: Hours;
}
/** Days of a time zone, both ends included; null is open on that side. */
export interface Dates {
  kind: "dates";
  first: string | null;
  last: string | null;
  zone: string;
}
export interface Group {
  kind: "all" | "any";
  of: Condition[];
}
export interface Not {
  kind: "not";
  of: Condition;
}
export type Leaf = Is | Between | Says | During | Dates;
export type Condition = Leaf | Group | Not;

export interface Outcome {
  line: string | null;
  skills: Record<string, number>;
  priority: string | null;
  operator: string | null;
  same_operator: boolean;
  effort: number | null;
  tags: string[];
}
export interface Rule {
  id: string;
  name: string;
  when: Condition;
  then: Outcome;
  enabled: boolean;
}
export interface RuleSet {
  rules: Rule[];
  mode: "first" | "all";
}

export interface Level {
  id: string;
  names: Record<string, string>;
  points: number;
  color: string;
}
export interface Points {
  id: string;
  when: Condition;
  points: number;
}
/** `after` is in seconds. */
export interface Patience {
  after: number;
  points: number;
}
export interface Scheme {
  levels: Level[];
  table: Points[];
  waiting: Patience[];
}

export const TARGETS = ["first_response", "next_response", "resolution", "in_status"] as const;
export type Target = (typeof TARGETS)[number];
export const PAUSES = ["on_hold", "customer"] as const;
export type Pause = (typeof PAUSES)[number];
export const MOVES = ["stay", "queue", "next_tier", "supervisor"] as const;
export type Move = (typeof MOVES)[number];
export const HEARERS = ["operator", "supervisors"] as const;
export type Hearer = (typeof HEARERS)[number];

/** Limits in seconds by level or `*`; null promises nothing, a level left out says nothing. */
export interface Cell {
  row: string[];
  limits: Record<string, number | null>;
}
export interface Table {
  target: Target;
  axes: string[];
  cells: Cell[];
}
export interface Step {
  id: string;
  percent: number;
  targets: Target[];
  tell: Hearer[];
  emails: string[];
  raise_priority: boolean;
  move: Move;
}
export interface Policy {
  id: string;
  name: string;
  when: Condition;
  time: "business" | "calendar";
  pauses: Partial<Record<Target, Pause[]>>;
  tables: Table[];
  steps: Step[];
}
export interface Policies {
  policies: Policy[];
}

/** Any word at all. */
export const ANY = "*";

/** Ids are only to tell rows apart; twelve letters are enough of them. */
export function newId(): string {
  return crypto.randomUUID().replaceAll("-", "").slice(0, 12);
}

export function newRule(): Rule {
  return {
    id: newId(),
    name: "",
    when: { kind: "all", of: [] },
    then: {
      line: null,
      skills: {},
      priority: null,
      operator: null,
      same_operator: false,
      effort: null,
      tags: [],
    },
    enabled: true,
  };
}

export function newStep(percent: number): Step {
  return {
    id: newId(),
    percent,
    targets: [],
    tell: percent < 100 ? ["operator"] : ["supervisors"],
    emails: [],
    raise_priority: false,
    move: "stay",
  };
}
