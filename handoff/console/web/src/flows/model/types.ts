/** The words of the flows' API. A flow is exactly the document that is kept; the page knows no kind of step by name. */

import type { components } from "../../api/schema";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Fields = { [field: string]: Json };
/** A text per language. */
export type Localized = Record<string, string>;

export interface Step {
  kind: string;
  title?: string;
  [field: string]: Json | undefined;
}

export interface Trigger {
  id: string;
  kind: string;
  leads_to?: string | null;
  [field: string]: Json | undefined;
}

export interface Variable {
  type?: string;
  title?: string;
  default?: Json;
  given?: boolean;
}

export interface Edge {
  step: string;
  port: string;
  to: string;
}

export interface Flow {
  id: string;
  name: Localized;
  languages: string[];
  priority?: number;
  variables?: Record<string, Variable>;
  triggers?: Trigger[];
  steps?: Record<string, Step>;
  edges?: Edge[];
}

export interface Spot {
  x: number;
  y: number;
}

/** Where steps stand; under `START` the box of triggers. */
export type Layout = Record<string, Spot>;

export interface FlowView {
  flow: Flow;
  layout: Layout;
  version: number;
  author: string;
  saved_at: string | null;
  archived: boolean;
  based_on: number | null;
  in_force: number | null;
  changed: boolean;
}

export interface Port {
  name: string;
  label: string;
  /** Without an edge of its own it leads where this one does. */
  falls_to: string | null;
  optional: boolean;
}

export type Ports = Record<string, readonly Port[]>;

export type Problem = components["schemas"]["LintProblem"];

/** What a channel shows otherwise than it is drawn. */
export type Degradation = components["schemas"]["DegradationView"];

export interface Check {
  problems: Problem[];
  ports: Ports;
  degradations: Degradation[];
}

/** A part of JSON Schema: what pydantic writes. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string;
  title?: string;
  description?: string;
  format?: string;
  const?: Json;
  default?: Json;
  enum?: Json[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  /** Ours: the field means something only while another has one of these values. */
  shown_if?: Record<string, Json[]>;
}

export interface StepKind {
  kind: string;
  title: string;
  description: string;
  schema: Schema;
  /** A new step's document. */
  fresh: Step;
  ports: Port[];
}

export interface TriggerKind {
  kind: string;
  title: string;
  description: string;
  schema: Schema;
  fresh: Trigger;
}

export interface Kinds {
  steps: StepKind[];
  triggers: TriggerKind[];
  variable: Schema;
  flow: Schema;
  channels: { id: string; limits: unknown }[];
  events: string[];
}

export interface Named {
  id: string;
  name: string | Localized;
}

/** What references can be picked from. */
export interface CompanyView {
  lines: Named[];
  topics: Named[];
  intents: string[];
  attributes: string[];
  secrets: string[];
  processes: string[];
  hooks: string[];
  flows: (Named & { inputs: string[]; enterable: boolean })[];
  languages: string[];
}
