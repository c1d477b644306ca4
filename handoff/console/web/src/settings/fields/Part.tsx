/** A part of a long form: what it is about, in a line, and its fields. */
import type { ReactNode } from "react";

import classes from "./fields.module.css";

interface Props {
  id: string;
  title: string;
  hint?: string | undefined;
  children?: ReactNode;
}

export function Part({ id, title, hint, children }: Props) {
  return (
    <section className={classes.part} id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{title}</h3>
      {hint && <p>{hint}</p>}
      {children && <div className={classes.fields}>{children}</div>}
    </section>
  );
}
