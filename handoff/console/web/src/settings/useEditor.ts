/** One thing being edited: what was kept, what is on the screen, what was refused, and who was faster. */
import { useState } from "react";

import { ApiError } from "../api/client";
import { useComplain } from "../shared/problems";
import { problemsOf, standing, under, type FieldProblem } from "./rules/chapter/problems";

/** A form as it was read or saved; `version` is the base of the next change. */
export interface Kept<Form> {
  version: number;
  form: Form;
}

interface Ways<Form> {
  /** As it is sent: what the paths of a refusal speak of. */
  toValue: (form: Form) => unknown;
  save: (form: Form, base: number) => Promise<Kept<Form>>;
  /** What is kept now, after somebody was faster. */
  reread: () => Promise<Kept<Form>>;
}

export function useEditor<Form extends object>(kept: Kept<Form>, { toValue, save, reread }: Ways<Form>) {
  const complain = useComplain();
  // The version that the reader has before their eyes: a refetch must not slip a colleague's under their hands.
  const [base, setBase] = useState(kept);
  const [form, setForm] = useState(kept.form);
  const [refused, setRefused] = useState<{ problems: FieldProblem[]; value: unknown } | null>(null);
  const [theirs, setTheirs] = useState<Kept<Form> | null>(null);
  const [busy, setBusy] = useState(false);
  const dirty = !same(form, base.form);

  const show = (next: Kept<Form>) => {
    setBase(next);
    setForm(next.form);
    setRefused(null);
    setTheirs(null);
  };
  if (!dirty && kept.version >= base.version && !same(kept, base)) show(kept);

  const submit = async (over: number = base.version): Promise<boolean> => {
    setBusy(true);
    try {
      show(await save(form, over));
      return true;
    } catch (error) {
      const problems = problemsOf(error);
      if (problems.length > 0) setRefused({ problems, value: toValue(form) });
      else if (error instanceof ApiError && error.code === "stale") await reread().then(setTheirs, complain);
      else complain(error);
      return false;
    } finally {
      setBusy(false);
    }
  };

  const problems = refused ? standing(refused.problems, refused.value, toValue(form)) : [];
  return {
    form,
    problems,
    /** What is wrong at a path, or anywhere below it. */
    errorAt: (path: string) => under(problems, path)[0]?.message,
    dirty,
    busy,
    theirs,
    change: (part: Partial<Form>) => setForm({ ...form, ...part }),
    submit,
    discard: () => show(base),
    overwrite: () => submit(theirs?.version),
    takeTheirs: () => theirs && show(theirs),
    goOn: () => setTheirs(null),
  };
}

export type Editor<Form extends object> = ReturnType<typeof useEditor<Form>>;

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
