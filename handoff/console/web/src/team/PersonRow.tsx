/** One person: are they there, how full are their hands, what do they hold. */
import { Progress, Text, Tooltip } from "@mantine/core";
import { useState, type DragEvent } from "react";
import { useTranslations } from "use-intl";

import { PresenceDot } from "../app/PresenceDot";
import { Ago } from "../shared/Ago";
import { Face } from "../shared/Face";
import { DRAGGED, share, type TeamPerson } from "./board";
import { HeldSession } from "./HeldSession";
import { PersonMenu } from "./PersonMenu";
import classes from "./PersonRow.module.css";
import type { TeamMoves } from "./useTeam";

interface Props {
  person: TeamPerson;
  chosen: string[];
  onToggle: (id: string) => void;
  moves: TeamMoves;
}

export function PersonRow({ person: whole, chosen, onToggle, moves }: Props) {
  const t = useTranslations("team");
  const presences = useTranslations("presence");
  const reasons = useTranslations("staff.awayReasons");
  const { person, load, capacity, sessions, on_shift } = whole;
  const [over, setOver] = useState(false);

  const accepts = (event: DragEvent) => event.dataTransfer.types.includes(DRAGGED);
  const drop = (event: DragEvent) => {
    setOver(false);
    const dragged = event.dataTransfer.getData(DRAGGED);
    if (!dragged) return;
    event.preventDefault();
    const held = sessions.map((each) => each.conversation_id);
    const ids = (JSON.parse(dragged) as string[]).filter((id) => !held.includes(id));
    if (ids.length > 0) void moves.pass(ids, { operator: person.id });
  };

  return (
    <li
      className={classes.person}
      data-over={over}
      data-presence={person.presence}
      onDragOver={(event) => {
        if (!accepts(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className={classes.who}>
        <Face name={person.name} size={32} />
        <span>
          <Text component="span" size="sm" fw={560} truncate display="block">
            {person.name}
          </Text>
          <span className={classes.presence}>
            <PresenceDot presence={person.presence} /> {presences(person.presence)}
            {person.presence === "away" && person.away_reason && ` · ${reasons(person.away_reason)}`}
            {person.presence !== "online" && person.presence_since && (
              <>
                {" · "}
                <Ago at={person.presence_since} duration />
              </>
            )}
            {!on_shift && ` · ${t("offShift")}`}
          </span>
        </span>
      </span>
      <Tooltip label={t("loadHint", { load, capacity })}>
        <span className={classes.load}>
          <Progress
            value={Math.min(1, share(whole)) * 100}
            color={share(whole) >= 1 ? "amber.7" : "helpline"}
            aria-label={t("loadHint", { load, capacity })}
          />
          <small>
            {load}/{capacity}
          </small>
        </span>
      </Tooltip>
      <span className={classes.sessions}>
        {sessions.length === 0 && <span className={classes.nothing}>{t("nothing")}</span>}
        {sessions.map((each) => (
          <HeldSession
            key={each.conversation_id}
            held={each}
            chosen={chosen}
            onToggle={() => onToggle(each.conversation_id)}
          />
        ))}
      </span>
      <PersonMenu person={whole} moves={moves} />
    </li>
  );
}
