/** A text as it came, laid out where it is JSON, and for taking along. */
import { Copy } from "../../flows/systems/SecretField";
import classes from "./Channels.module.css";
import { laidOut } from "./model";

export function Raw({ text, label }: { text: string; label: string }) {
  const shown = laidOut(text);
  return (
    <div className={classes.raw}>
      <pre tabIndex={0} dir="auto">
        {shown}
      </pre>
      <Copy text={shown} label={label} />
    </div>
  );
}
