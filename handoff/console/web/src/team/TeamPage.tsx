/** The supervisor's board: what each line has to do, who holds what, and the way to pass it on. */
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconUsersGroup, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useTranslations } from "use-intl";

import { useLineName } from "../shared/names";
import { Empty, Failure } from "../shared/States";
import { inOrder, ofLine, stillThere, toggled, type Team } from "./board";
import { HandOut } from "./HandOut";
import { LineTiles } from "./LineTiles";
import { PeopleBoard } from "./PeopleBoard";
import { SelectionBar } from "./SelectionBar";
import { TeamFrame } from "./TeamFrame";
import { teamQuery, useLiveBoard, useTeamMoves, waitingQuery } from "./useTeam";

export function TeamPage() {
  useLiveBoard();
  const team = useQuery(teamQuery);
  if (team.data) return <Board team={team.data} />;
  return (
    <TeamFrame>
      {team.isError ? <Failure error={team.error} retry={() => void team.refetch()} /> : <Loader m="auto" />}
    </TeamFrame>
  );
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
    return (
      <TeamFrame>
        <Empty icon={IconUsersGroup} title={t("noLines")} hint={t("noLinesHint")} />
      </TeamFrame>
    );
  return (
    <TeamFrame
      tools={
        line !== null && (
          <Button
            size="compact-sm"
            variant="light"
            rightSection={<IconX size={14} />}
            onClick={() => setSearch({}, { replace: true })}
          >
            {lineName(line)}
          </Button>
        )
      }
      foot={
        selected.length > 0 && (
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
        )
      }
    >
      <LineTiles
        lines={team.lines}
        chosen={line}
        onChoose={(id) => setSearch(id === line ? {} : { line: id }, { replace: true })}
      />
      <HandOut rows={waiting} chosen={selected} onToggle={toggle} moves={moves} />
      <PeopleBoard people={people} chosen={selected} onToggle={toggle} moves={moves} />
    </TeamFrame>
  );
}
