/** The moves of the open session, for the keys and the palette. */
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { useCommands, type Command } from "../app/commands";
import { movesOf, type Move } from "./actions/moves";
import type { Allowed } from "./rules";

export function useSessionCommands(
  may: Allowed,
  onTake: () => void,
  onMove: (move: Move) => void,
  onContext: () => void,
) {
  const t = useTranslations("desk");
  // `may` is made anew on each render; what it says is what matters.
  const said = JSON.stringify(may);
  useCommands(
    "session",
    useMemo(() => {
      const now = JSON.parse(said) as Allowed;
      const group = t("group");
      const take: Command[] = now.take
        ? [{ id: "take", label: t(`take.${now.take}`), group, keys: ["a"], run: onTake }]
        : [];
      const moves = movesOf(now).map((move) => ({
        id: move.name,
        label: t(move.name),
        group,
        keys: [move.key],
        run: () => onMove(move),
      }));
      return [...take, ...moves, { id: "context", label: t("context"), group, keys: ["i"], run: onContext }];
    }, [t, said, onTake, onMove, onContext]),
  );
}
