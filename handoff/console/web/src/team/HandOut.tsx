/** Who waits, the next one first: to be handed out by a menu, or dragged onto a person. */
import { Checkbox } from "@mantine/core";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import type { Row } from "../api/types";
import { FirstClock, SessionMarks } from "../inbox/marks/SessionMarks";
import { Standing } from "../inbox/marks/Standing";
import { useCustomerName } from "../shared/names";
import { AssignMenu } from "./AssignMenu";
import { DRAGGED } from "./board";
import classes from "./TeamPage.module.css";
import type { TeamMoves } from "./useTeam";

interface Props {
  rows: Row[];
  chosen: string[];
  onToggle: (id: string) => void;
  moves: TeamMoves;
}

export function HandOut({ rows, chosen, onToggle, moves }: Props) {
  const t = useTranslations("team");
  const customerName = useCustomerName();
  return (
    <section className={classes.section} aria-labelledby="hand-out">
      <h2 id="hand-out">
        {t("queue")} <small>{rows.length > 0 ? t("queueHint") : t("queueEmpty")}</small>
      </h2>
      {rows.length > 0 && (
        <ul className={classes.rows}>
          {rows.map((row) => (
            <li
              key={row.id}
              className={classes.row}
              data-chosen={chosen.includes(row.id)}
              draggable
              onDragStart={(event) => {
                const ids = chosen.includes(row.id) ? chosen : [row.id];
                event.dataTransfer.setData(DRAGGED, JSON.stringify(ids));
                event.dataTransfer.effectAllowed = "move";
              }}
            >
              <Checkbox
                size="xs"
                aria-label={t("choose", { name: customerName(row) })}
                checked={chosen.includes(row.id)}
                onChange={() => onToggle(row.id)}
              />
              <Link to={`/inbox/waiting/${encodeURIComponent(row.id)}`} className={classes.who} dir="auto">
                {customerName(row)}
              </Link>
              <span className={classes.facts}>
                <Standing session={row.session} />
                <FirstClock row={row} />
                <SessionMarks session={row.session} />
              </span>
              <AssignMenu id={row.id} moves={moves} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
