/** A template's text with its places marked: what is put into them, or their names while they are empty. */
import { bitsOf } from "./filling";
import classes from "./Templates.module.css";

export function TemplateText({ text, values }: { text: string; values: Record<string, string> }) {
  return bitsOf(text, values).map((bit, index) =>
    bit.place === undefined ? (
      bit.text
    ) : (
      <mark key={index} className={classes.place} data-empty={bit.empty}>
        {bit.text}
      </mark>
    ),
  );
}
