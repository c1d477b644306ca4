/** The hours of a condition. A day without a date yet is only here, so the fields keep what is typed. */
import { use, useState } from "react";

import { toForm, toHours } from "../../hours/hours";
import { HoursEditor } from "../../hours/HoursEditor";
import { ProblemsContext } from "../chapter/useProblem";
import type { During } from "../model";

interface Props {
  leaf: During;
  path: string;
  readOnly: boolean;
  onChange: (leaf: During) => void;
}

export function DuringFields({ leaf, path, readOnly, onChange }: Props) {
  const problems = use(ProblemsContext);
  const [form, setForm] = useState(() => toForm(leaf.hours));
  const [given, setGiven] = useState(leaf.hours);
  if (given !== leaf.hours) {
    setGiven(leaf.hours);
    setForm(toForm(leaf.hours));
  }
  return (
    <HoursEditor
      hours={form}
      readOnly={readOnly}
      errorAt={(at) => problems.find(({ field }) => field.startsWith(`${path}.hours.${at}`))?.message}
      onChange={(next) => {
        const hours = toHours(next);
        setForm(next);
        setGiven(hours);
        onChange({ ...leaf, hours });
      }}
    />
  );
}
