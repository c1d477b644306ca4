/** A session in somebody's hands: whose, how urgent, how much time is left; chosen or dragged to be passed on. */
import { Checkbox, Tooltip } from "@mantine/core";
import { IconHandStop } from "@tabler/icons-react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import { NORMAL } from "../inbox/marks/levels";
import { PriorityFlag } from "../inbox/marks/PriorityFlag";
import { TimeLeft } from "../inbox/marks/TimeLeft";
import { useCustomerName, useLineName } from "../shared/names";
import { DRAGGED, type Held } from "./board";
import classes from "./PersonRow.module.css";

interface Props {
  held: Held;
  chosen: string[];
  onToggle: () => void;
}

export function HeldSession({ held, chosen, onToggle }: Props) {
  const t = useTranslations("team");
  const lineName = useLineName();
  const customerName = useCustomerName();
  const id = held.conversation_id;
  const name = customerName({ id, customer: { name: held.customer } });
  const isChosen = chosen.includes(id);
  return (
    <span
      className={classes.held}
      data-chosen={isChosen}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, JSON.stringify(isChosen ? chosen : [id]));
        event.dataTransfer.effectAllowed = "move";
      }}
    >
      <Checkbox size="xs" aria-label={t("choose", { name })} checked={isChosen} onChange={onToggle} />
      <Tooltip label={`${name} · ${lineName(held.line)}`}>
        <Link to={`/inbox/open/${encodeURIComponent(id)}`} dir="auto">
          {name}
        </Link>
      </Tooltip>
      {held.level !== NORMAL && <PriorityFlag level={held.level} />}
      {held.clock && !held.clock.met_at && <TimeLeft clock={held.clock} />}
      {held.hold && (
        <Tooltip label={t("isOnHold", { reason: held.hold.reason })}>
          <IconHandStop size={14} role="img" aria-label={t("onHold")} />
        </Tooltip>
      )}
    </span>
  );
}
