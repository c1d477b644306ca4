/** Stored dialogues played over the draft: where they part, and the way each went. Pure. */
import type { components } from "../../api/schema";
import { stepsOf } from "../model/draft";
import { pathOf, type Lit } from "../model/path";
import type { Flow, Ports } from "../model/types";

export type ReplayView = components["schemas"]["ReplayView"];
export type Different = ReplayView["different"][number];
export type Line = Different["draft"][number];

export interface Pair {
  recorded: Line | null;
  draft: Line | null;
  /** The first line at which the two part. */
  parting: boolean;
}

/** Both side by side: what is alike on one row, and what the other has not beside what it has in its place. */
export function pairs(recorded: readonly Line[], draft: readonly Line[]): Pair[] {
  const rows: Pair[] = [];
  let [left, right, parted] = [0, 0, false];
  while (left < recorded.length || right < draft.length) {
    const [a = null, b = null] = [recorded[left], draft[right]];
    const differ = a === null || b === null || a.differs || b.differs;
    const alone = Boolean(a?.differs) !== Boolean(b?.differs) && a !== null && b !== null;
    const row = {
      recorded: alone && !a.differs ? null : a,
      draft: alone && !b.differs ? null : b,
      parting: differ && !parted,
    };
    rows.push(row);
    parted ||= differ;
    left += row.recorded ? 1 : 0;
    right += row.draft ? 1 : 0;
  }
  return rows;
}

export type Side = "recorded" | "draft";

/** The way of one side, or of both, over the draft; `at` is where they part, if that is in it. */
export function litBy(flow: Flow, ports: Ports, dialogue: Different, sides: readonly Side[]): Lit {
  const way = sides.flatMap((side) => dialogue[`${side}_way`]);
  const at = partsAt(dialogue);
  return pathOf(flow, ports, way, { at: at !== null && at in stepsOf(flow) ? at : null });
}

/** The step at which one side goes on by another way, or else says something else. */
function partsAt({ recorded, draft, recorded_way, draft_way }: Different): string | null {
  const line = pairs(recorded, draft).find((each) => each.parting);
  const said = line?.draft?.step ?? line?.recorded?.step;
  if (said) return said;
  const name = (each: (typeof draft_way)[number]) => `${each.flow}/${each.step}/${each.port}`;
  const other = draft_way.findIndex((each, index) => {
    const was = recorded_way[index];
    return !was || name(was) !== name(each);
  });
  return draft_way[other]?.step ?? recorded_way[draft_way.length]?.step ?? null;
}
