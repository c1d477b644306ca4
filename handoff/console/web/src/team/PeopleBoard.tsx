/** The people, with what each holds; sessions are dropped on whom they go to. */
import { useTranslations } from "use-intl";

import type { TeamPerson } from "./board";
import { PersonRow } from "./PersonRow";
import classes from "./TeamPage.module.css";
import type { TeamMoves } from "./useTeam";

interface Props {
  people: TeamPerson[];
  chosen: string[];
  onToggle: (id: string) => void;
  moves: TeamMoves;
}

export function PeopleBoard({ people, chosen, onToggle, moves }: Props) {
  const t = useTranslations("team");
  const online = people.filter((each) => each.person.presence === "online").length;
  return (
    <section className={classes.section} aria-labelledby="people">
      <h2 id="people">
        {t("people")} <small>{t("peopleHint", { online, all: people.length })}</small>
      </h2>
      <ul className={classes.rows}>
        {people.map((each) => (
          <PersonRow key={each.person.id} person={each} chosen={chosen} onToggle={onToggle} moves={moves} />
        ))}
      </ul>
    </section>
  );
}
