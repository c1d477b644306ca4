/** The try: what was put in lives here (and survives a reload), what came of it is asked of the server each time. */
import { useDebouncedValue } from "@mantine/hooks";
import { useCallback, useEffect, useState } from "react";

import { api, ask } from "../../api/client";
import { useFlowEditor } from "../editor/EditorContext";
import type { Flow } from "../model/types";
import { fresh, realAnswers, reduce, type Action, type Outcome, type Trial } from "./model";

/** Typing in the draft must not start a try with each letter. */
const PAUSE_MS = 350;

export interface TrialState {
  trial: Trial;
  act: (action: Action) => void;
  outcome: Outcome | null;
  error: unknown;
  busy: boolean;
}

export function useTrial(): TrialState {
  const { flow } = useFlowEditor();
  const [trial, setTrial] = useState(
    () => remembered(flow.id) ?? fresh(flow.languages[0] ?? "en", new Date().toISOString()),
  );
  const act = useCallback((action: Action) => setTrial((before) => reduce(before, action)), []);
  const [draft] = useDebouncedValue(flow, PAUSE_MS);
  const [last, setLast] = useState<{ of: Trial; draft: Flow; outcome: Outcome | null; error: unknown }>();

  useEffect(() => sessionStorage.setItem(place(flow.id), JSON.stringify(trial)), [flow.id, trial]);

  useEffect(() => {
    const overtaken = new AbortController();
    const { signal } = overtaken;
    const { attributes, ...setup } = trial.setup;
    const body = { flow: draft as never, ...setup, customer: { attributes }, inputs: trial.inputs };
    ask(api.POST("/api/flow-try", { body, signal })).then(
      (outcome) => {
        if (signal.aborted) return;
        setLast({ of: trial, draft, outcome, error: null });
        if (trial.setup.calls === "real") act({ kind: "answered", answers: realAnswers(outcome) });
      },
      (error: unknown) => {
        if (!signal.aborted)
          setLast((before) => ({ of: trial, draft, outcome: before?.outcome ?? null, error }));
      },
    );
    return () => overtaken.abort();
  }, [trial, draft, act]);

  return {
    trial,
    act,
    outcome: last?.outcome ?? null,
    error: last?.error ?? null,
    busy: last?.of !== trial || last.draft !== flow,
  };
}

function place(flow: string): string {
  return `helpline.trial.${flow}`;
}

function remembered(flow: string): Trial | null {
  try {
    return JSON.parse(sessionStorage.getItem(place(flow)) ?? "null") as Trial | null;
  } catch {
    return null;
  }
}
