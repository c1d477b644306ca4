/** What the desk did, as a sentence between the messages. */
import type { Message } from "../../api/types";
import { useHappening } from "../happening";
import { DecisionLine } from "./DecisionLine";
import classes from "./MessageRow.module.css";
import { Times } from "./Times";

const ALARMING = ["late", "parked", "sla_breach", "offer_missed"];

export function SystemLine({ message }: { message: Message }) {
  const happening = useHappening();
  return (
    <div className={classes.system} data-late={ALARMING.includes(message.happening ?? "")}>
      {happening(message)} · <Times message={message} />
      {message.decision && <DecisionLine message={message} decision={message.decision} />}
    </div>
  );
}
