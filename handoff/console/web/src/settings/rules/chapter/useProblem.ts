/** Lets every field find what is wrong with it by its path, however deep it stands. */
import { createContext, use } from "react";

import { under, type FieldProblem } from "./problems";

export const ProblemsContext = createContext<readonly FieldProblem[]>([]);

/** What is wrong with this very field. */
export function useProblem(path: string): string | undefined {
  return use(ProblemsContext).find(({ field }) => field === path)?.message;
}

/** All that is wrong with a field and what is in it. */
export function useProblemsUnder(path: string): FieldProblem[] {
  return under(use(ProblemsContext), path);
}
