/** The supervisor's board: what each line has to do, who holds what, and the way to pass it on. */
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconLock, IconUsersGroup, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useTranslations } from "use-intl";

import { oversees } from "../api/types";
import { useMe } from "../app/session";
import { Title } from "../app/Title";
import { useLineName } from "../shared/names";
import { Empty, Failure } from "../shared/States";
import { inOrder, ofLine, stillThere, toggled, type Team } from "./board";
import { HandOut } from "./HandOut";
import { LineTiles } from "./LineTiles";
import { PeopleBoard } from "./PeopleBoard";
import { SelectionBar } from "./SelectionBar";
import classes from "./TeamPage.module.css";
import { teamQuery, useLiveBoard, useTeamMoves, waitingQuery } from "./useTeam";

export function TeamPage() {
  const t = useTranslations("team");
  const states = useTranslations("states");
  const me = useMe();
  if (!oversees(me))
    return <Empty icon={IconLock} title={states("noPermission")} hint={states("noPermissionHint")} />;
  return (
    <>
      <Title>{t("title")}</Title>
      <Loaded />
    </>
  );
}

function Loaded() {
  useLiveBoard();
  const team = useQuery(teamQuery);
  if (team.data) return <Board team={team.data} />;
  if (team.isError) return <Failure error={team.error} retry={() => void team.refetch()} />;
  return <Loader m="auto" />;
}

function Board({ team }: { team: Team }) {
  const t = useTranslations("team");
  const lineName = useLineName();
  const moves = useTeamMoves();
  const [search, setSearch] = useSearchParams();
  const line = search.get("line");
  const waiting = useQuery(waitingQuery(line)).data?.items ?? [];
  const people = inOrder(ofLine(team.people, line));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const shown = [
    ...waiting.map((row) => row.id),
    ...people.flatMap((each) => each.sessions.map((session) => session.conversation_id)),
  ];
  const selected = stillThere(chosen, shown);
  const toggle = (id: string) => setChosen(toggled(new Set(selected), id));

  if (team.lines.length === 0)
    return <Empty icon={IconUsersGroup} title={t("noLines")} hint={t("noLinesHint")} />;
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t("title")}</h1>
        {line !== null && (
          <Button
            size="compact-sm"
            variant="light"
            rightSection={<IconX size={14} />}
            onClick={() => setSearch({}, { replace: true })}
          >
            {lineName(line)}
          </Button>
        )}
      </header>
      <main className={classes.scroll}>
        <LineTiles
          lines={team.lines}
          chosen={line}
          onChoose={(id) => setSearch(id === line ? {} : { line: id }, { replace: true })}
        />
        <HandOut rows={waiting} chosen={selected} onToggle={toggle} moves={moves} />
        <PeopleBoard people={people} chosen={selected} onToggle={toggle} moves={moves} />
      </main>
      {selected.length > 0 && (
        <SelectionBar
          count={selected.length}
          people={inOrder(team.people)}
          busy={moves.busy}
          onClear={() => setChosen(new Set())}
          onPass={(to) =>
            void moves.pass(selected, to).then((done) => {
              if (done) setChosen(new Set());
            })
          }
        />
      )}
    </div>
  );
}
