/** What the canvas, the panels and the keys can do to the draft. One object for the life of the editor. */
import { createContext, use } from "react";

import type { EdgeKey } from "../model/edges";
import type { Clip } from "../model/clipboard";
import type { Draft } from "../model/draft";
import type { Layout, Spot, StepKind, TriggerKind } from "../model/types";
import type { Selection } from "./selection";

/** A port that waits for the step it is to lead to. */
export interface Loose {
  step: string;
  port: string;
}

export interface Deeds {
  change: (to: (now: Draft) => Draft, mark?: string) => void;
  choose: (selection: Selection | ((now: Selection) => Selection)) => void;
  /** Chooses a step and brings it into view. */
  goTo: (step: string | null, field?: string) => void;
  /** At a spot of the canvas, or in the middle of what is seen; led to by a port, if one is given. */
  add: (kind: StepKind, at?: Spot | null, from?: Loose | null) => void;
  addTrigger: (kind: TriggerKind) => void;
  connect: (step: string, port: string, to: string | null) => void;
  unlink: (edges: readonly EdgeKey[]) => void;
  move: (spots: Layout) => void;
  remove: () => void;
  copy: () => Clip | null;
  paste: (clip: Clip, at?: Spot | null) => void;
  duplicate: () => void;
  chooseAll: () => void;
  tidy: () => void;
}

export const DeedsContext = createContext<Deeds | null>(null);

export function useDeeds(): Deeds {
  const deeds = use(DeedsContext);
  if (!deeds) throw new Error("useDeeds is for what is drawn within the editor.");
  return deeds;
}
