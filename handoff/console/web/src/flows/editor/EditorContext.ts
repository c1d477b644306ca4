/**
 * What the canvas gives to the panels beside it: the draft as it is now, what is selected, and ways to light a path, to
 * draw heat over the edges, to show an older revision, and to put another draft in place.
 */
import { createContext, use } from "react";

import type { EdgeKey } from "../model/edges";
import type { Lit } from "../model/path";
import type { CompanyView, Flow, Kinds, Layout, Ports, Problem } from "../model/types";

/** Drawn on a step: how many sessions did what there. */
export interface StepBadge {
  kind: "dropped" | "person" | "failed" | "waiting";
  count: number;
  /** In words, for the tooltip and for those who hear the page. */
  label: string;
}

export interface Heat {
  /** By edge: how many sessions, and which share of all (0..1), which makes the edge's width. */
  edges: ReadonlyMap<EdgeKey, { count: number; share: number }>;
  steps: ReadonlyMap<string, readonly StepBadge[]>;
}

/** A flow that is only looked at. */
export interface Shown {
  flow: Flow;
  layout: Layout;
  /** Said over the canvas: "Revision 3, 5 May". */
  label: string;
}

export interface Editor {
  flowId: string;
  /** The draft with all that was typed, kept or not. While `shown` is set the canvas shows that instead. */
  flow: Flow;
  layout: Layout;
  /** The version of the draft that the server keeps. Saving happens by itself. */
  version: number;
  /** Has the server all that was typed? */
  saved: boolean;
  mayEdit: boolean;
  kinds: Kinds;
  company: CompanyView;
  /** The ports of each step, as the server says them; for `edgeTaken` and `pathOf`. */
  ports: Ports;
  problems: readonly Problem[];
  selected: readonly string[];
  /** Selects one step and brings it into view; null selects nothing. */
  select: (step: string | null) => void;
  /** What a step is called on the canvas. */
  nameOf: (step: string) => string;
  lit: Lit | null;
  setLit: (lit: Lit | null) => void;
  heat: Heat | null;
  setHeat: (heat: Heat | null) => void;
  shown: Shown | null;
  show: (shown: Shown | null) => void;
  /** Puts another draft in place of this one, as one change that can be undone. */
  load: (flow: Flow, layout: Layout) => void;
  /** The draft was kept or put in force elsewhere: reads it again from the server. */
  reread: () => Promise<void>;
}

export const EditorContext = createContext<Editor | null>(null);

export function useFlowEditor(): Editor {
  const editor = use(EditorContext);
  if (!editor) throw new Error("useFlowEditor is for panels beside the canvas.");
  return editor;
}
