/** The draft being drawn: what is done to it, undo and redo, and its way to the server. */
import { useCallback, useEffect, useMemo, useReducer, useState, useSyncExternalStore } from "react";

import { begin, reduce, type Action, type History } from "../model/history";
import type { Draft } from "../model/draft";
import type { FlowView } from "../model/types";
import { draftOf, put } from "./calls";
import { Keeper, type Kept, type State } from "./keeper";
import { Stash, stashed } from "./stash";

export interface Drawing {
  draft: Draft;
  change: (to: (now: Draft) => Draft, mark?: string) => void;
  amend: (to: (now: Draft) => Draft) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  keeper: Keeper;
  state: State;
}

export function useDrawing(view: FlowView, mayEdit: boolean): Drawing {
  const id = view.flow.id;
  const [opened] = useState(() => opening(view, mayEdit));
  const [history, dispatch] = useReducer(reduce as Reduce, opened.history);
  const [stash] = useState(() => new Stash(id));
  const [keeper] = useState(
    () => new Keeper({ put: (draft, base) => put(id, draft, base), lay: stash.lay }, opened.kept),
  );
  const state = useSyncExternalStore(keeper.subscribe, keeper.snapshot);
  const draft = history.present;

  useEffect(() => {
    if (mayEdit) keeper.change(draft);
  }, [keeper, draft, mayEdit]);

  useEffect(() => {
    const now = () => void keeper.flush();
    window.addEventListener("online", now);
    window.addEventListener("pagehide", stash.write);
    return () => {
      window.removeEventListener("online", now);
      window.removeEventListener("pagehide", stash.write);
      keeper.stop();
    };
  }, [keeper, stash]);

  const change = useCallback((to: (now: Draft) => Draft, mark?: string) => {
    dispatch({ do: "change", to, at: Date.now(), mark });
  }, []);
  const amend = useCallback((to: (now: Draft) => Draft) => dispatch({ do: "amend", to }), []);
  const undo = useCallback(() => dispatch({ do: "undo" }), []);
  const redo = useCallback(() => dispatch({ do: "redo" }), []);
  const canUndo = history.past.length > 0;
  const canRedo = history.future.length > 0;
  return useMemo(
    () => ({ draft, change, amend, undo, redo, canUndo, canRedo, keeper, state }),
    [draft, change, amend, undo, redo, canUndo, canRedo, keeper, state],
  );
}

type Reduce = (history: History<Draft>, action: Action<Draft>) => History<Draft>;

/**
 * What was not kept when the page was left is put over what the server has, and can be undone. If somebody saved
 * meanwhile, it goes on from the old base, so that the server refuses it and the two can be merged.
 */
function opening(view: FlowView, mayEdit: boolean): { history: History<Draft>; kept: Kept } {
  const stored: Kept = { version: view.version, draft: draftOf(view) };
  const left = mayEdit ? stashed(view.flow.id) : null;
  if (!left) return { history: begin(stored.draft), kept: stored };
  const history = reduce(begin(stored.draft), { do: "change", to: () => left.draft, at: Date.now() });
  return { history, kept: left.base.version === view.version ? stored : left.base };
}
