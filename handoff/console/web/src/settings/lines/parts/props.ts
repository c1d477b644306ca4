import type { LineForm } from "../model";

/** What every part of the line's editor gets. */
export interface PartProps {
  form: LineForm;
  change: (part: Partial<LineForm>) => void;
  errorAt: (path: string) => string | undefined;
  readOnly: boolean;
  languages: string[];
}
