import type { Presence } from "../api/types";
import classes from "./PresenceDot.module.css";

/** A coloured dot; the word stands beside it or in a label, as colour alone tells nobody enough. */
export function PresenceDot({ presence }: { presence: Presence }) {
  return <span className={classes.dot} data-presence={presence} aria-hidden />;
}
