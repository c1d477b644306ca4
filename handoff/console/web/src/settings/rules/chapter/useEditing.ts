/** A chapter being edited: the draft, what it began with, and every way in which saving can end. */
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { ApiError } from "../../../api/client";
import { useComplain } from "../../../shared/problems";
import { problemsOf, standing, type FieldProblem } from "./problems";
import { doorsOf, putInForce, type ChapterName, type Chapters, type Saved } from "./useChapter";

/** How a chapter's value is shown while it is edited: `wrong` are faults that only the page can see. */
export interface Shape<Value, Form> {
  toForm: (value: Value) => Form;
  toValue: (form: Form) => Value;
  wrong: (form: Form) => FieldProblem[];
}

/** A form that is the value itself. */
export function asItIs<Value>(): Shape<Value, Value> {
  return { toForm: (value) => value, toValue: (form) => form, wrong: () => [] };
}

export interface Editing<Name extends ChapterName, Form> {
  name: Name;
  base: Saved<Chapters[Name]>;
  form: Form;
  value: Chapters[Name];
  dirty: boolean;
  busy: boolean;
  problems: FieldProblem[];
  /** Who was faster, and what they saved. */
  theirs: { by: string; saved: Saved<Chapters[Name]> } | null;
  change: (next: Form | ((before: Form) => Form)) => void;
  save: (comment: string, base?: number) => Promise<boolean>;
  show: (saved: Saved<Chapters[Name]>) => void;
  forgive: () => void;
}

export function useEditing<Name extends ChapterName, Form>(
  name: Name,
  saved: Saved<Chapters[Name]>,
  shape: Shape<Chapters[Name], Form>,
): Editing<Name, Form> {
  const t = useTranslations("rules");
  const client = useQueryClient();
  const complain = useComplain();
  // The version the reader has before their eyes: a refetch must not slip a colleague's one under their words.
  const [base, setBase] = useState(saved);
  const [form, setForm] = useState(() => shape.toForm(saved.value));
  const [refused, setRefused] = useState<{ problems: FieldProblem[]; value: unknown } | null>(null);
  const [theirs, setTheirs] = useState<Editing<Name, Form>["theirs"]>(null);
  const [busy, setBusy] = useState(false);
  const untouched = useMemo(() => JSON.stringify(shape.toForm(base.value)), [base, shape]);
  const dirty = JSON.stringify(form) !== untouched;
  const value = shape.toValue(form);

  const show = (next: Saved<Chapters[Name]>) => {
    setBase(next);
    setForm(shape.toForm(next.value));
    setRefused(null);
    setTheirs(null);
  };
  if (!dirty && saved.version > base.version) show(saved);

  const refuse = async (error: unknown) => {
    const problems = problemsOf(error);
    if (problems.length > 0) setRefused({ problems, value });
    else if (error instanceof ApiError && error.code === "stale") {
      const current = await doorsOf(name).read();
      setTheirs({ by: error.by ?? "?", saved: current });
    } else complain(error);
  };

  const save = async (comment: string, over = base.version): Promise<boolean> => {
    const wrong = shape.wrong(form);
    if (wrong.length > 0) {
      setRefused({ problems: wrong, value });
      return false;
    }
    setBusy(true);
    try {
      const next = await doorsOf(name).write(value, over, comment);
      show(next);
      putInForce(client, name, next);
      notifications.show({ message: t("saved", { version: next.version }), color: "helpline" });
      return true;
    } catch (error) {
      await refuse(error).catch(complain);
      return false;
    } finally {
      setBusy(false);
    }
  };

  return {
    name,
    base,
    form,
    value,
    dirty,
    busy,
    problems: refused ? standing(refused.problems, refused.value, value) : [],
    theirs,
    change: setForm,
    save,
    show,
    forgive: () => setTheirs(null),
  };
}
