/** What the fields of a form may need, however deep they are: languages, names to pick from, and what is wrong. */
import { createContext, use } from "react";

import type { CompanyView, Kinds, Problem, Step } from "../model/types";

/** A name that may be put into a text or an expression. */
export interface Pickable {
  name: string;
  title: string;
  of: "flow" | "customer" | "session" | "time";
}

export interface Form {
  languages: readonly string[];
  readOnly: boolean;
  pickable: readonly Pickable[];
  /** The variables of the flow. */
  variables: readonly string[];
  /** Declares a variable under a new name, so that picking is also making. */
  declare: (name: string) => void;
  company: CompanyView;
  kinds: Kinds;
  /** The steps of this flow; a trigger names the message whose button it waits for. */
  steps: Readonly<Record<string, Step>>;
  nameOf: (step: string) => string;
  problems: readonly Problem[];
}

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = use(FormContext);
  if (!form) throw new Error("Fields are for forms.");
  return form;
}

/** What is wrong at this path; with `below`, also anywhere under it. */
export function useProblemsAt(path: string, below = false): readonly Problem[] {
  return useForm().problems.filter(({ field }) => field === path || (below && field.startsWith(`${path}.`)));
}
