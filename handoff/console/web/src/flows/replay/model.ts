/** Stored dialogues played over the draft: where they part, and the way each went. Pure. */
import type { components } from "../../api/schema";
import { edgesOf, stepsOf } from "../model/draft";
import { edgeKey, type EdgeKey } from "../model/edges";
import type { Lit } from "../model/path";
import type { Flow } from "../model/types";

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

/** The way of one side, or of both, over the draft; `at` is where they part. */
export function litBy(flow: Flow, { recorded, draft }: Different, sides: readonly Side[]): Lit {
  const steps = new Set<string>();
  const edges = new Set<EdgeKey>();
  for (const lines of sides.map((side) => (side === "recorded" ? recorded : draft))) {
    const way = visited(lines).filter((step) => step in stepsOf(flow));
    way.forEach((step) => steps.add(step));
    for (const { step, port, to } of edgesOf(flow)) {
      if (way.some((each, index) => each === step && way[index + 1] === to)) edges.add(edgeKey(step, port));
    }
  }
  const parting = pairs(recorded, draft).find((each) => each.parting);
  const at = parting?.draft?.step ?? parting?.recorded?.step ?? null;
  return { steps, edges, at: at !== null && at in stepsOf(flow) ? at : null };
}

/** The steps of a dialogue in order, each once in a row. */
function visited(lines: readonly Line[]): string[] {
  const steps = lines.flatMap((line) => (line.step === null ? [] : [line.step]));
  return steps.filter((step, index) => step !== steps[index - 1]);
}
