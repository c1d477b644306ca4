/** What the server, or the page itself, has against a draft, and where it stands. Pure. */
import { ApiError } from "../../../api/client";

/** `field` is a path into the chapter, such as `rules.3.when.of.1.values`. */
export interface FieldProblem {
  field: string;
  message: string;
}

export function problemsOf(error: unknown): FieldProblem[] {
  if (!(error instanceof ApiError) || error.status !== 422) return [];
  if (error.problems.length > 0) return error.problems;
  return [{ field: error.field ?? "", message: error.message }];
}

function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
      value,
    );
}

/** Those that still stand: the value that was refused is still there. `refused` is the draft as it was sent. */
export function standing(problems: readonly FieldProblem[], refused: unknown, now: unknown): FieldProblem[] {
  return problems.filter(
    ({ field }) => JSON.stringify(at(refused, field)) === JSON.stringify(at(now, field)),
  );
}

/** The problems of a field and of all that is within it. */
export function under(problems: readonly FieldProblem[], path: string): FieldProblem[] {
  return problems.filter(({ field }) => field === path || field.startsWith(`${path}.`));
}
