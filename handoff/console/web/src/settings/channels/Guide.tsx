/** The steps that lead to what a kind asks for. */
import { usePreferences } from "../../app/preferences";
import classes from "./Channels.module.css";
import type { KindView } from "./model";

export function Guide({ kind }: { kind: KindView }) {
  const { language } = usePreferences();
  return (
    <ol className={classes.guide}>
      {(kind.guide[language] ?? kind.guide.en ?? []).map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
