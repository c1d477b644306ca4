/** A session tried on drafts of the rules: which one, and what came of it. Nothing is changed by it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDebouncedValue, useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useState } from "react";

import { api, ask } from "../../../api/client";
import type { Policies, RuleSet, Scheme } from "../model";
import { BLANK, factsOf, isBlank, type MadeUp } from "./madeUp";

/** The drafts that the session is tried on; of what is not given, what is in force. */
export interface Drafts {
  routing?: RuleSet;
  priority?: Scheme;
  sla?: Policies;
}

export type Subject = { kind: "made_up"; facts: MadeUp } | { kind: "past"; id: string; name: string } | null;

export function useTester(drafts: Drafts) {
  const wide = useMediaQuery("(min-width: 1240px)", true, { getInitialValueInEffect: false });
  const [opened, { toggle, close }] = useDisclosure(wide);
  const [mode, setMode] = useState<"made_up" | "past">("made_up");
  const [facts, setFacts] = useState<MadeUp>(BLANK);
  const [past, setPast] = useState<{ id: string; name: string } | null>(null);

  const asked =
    mode === "past"
      ? past && { conversation_id: past.id }
      : isBlank(facts)
        ? null
        : { facts: factsOf(facts) };
  const body = asked && { ...asked, ...drafts };
  // Drafts change with every key; the answer is worth waiting a moment for.
  const [settled] = useDebouncedValue(JSON.stringify(body), 400);
  const query = useQuery({
    queryKey: ["rules", "test", settled],
    queryFn: () =>
      ask(api.POST("/api/rules/test", { body: JSON.parse(settled) as NonNullable<typeof body> })),
    enabled: opened && settled !== "null",
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  const result = asked ? query.data?.value : undefined;
  return {
    wide,
    opened,
    toggle,
    close,
    mode,
    setMode,
    facts,
    setFacts,
    past,
    setPast,
    result,
    error: asked ? query.error : null,
    busy: query.isFetching,
    retry: () => void query.refetch(),
    /** The result is of what is on the screen now. */
    fresh: opened && !query.isPlaceholderData && settled === JSON.stringify(body) && !query.error,
  };
}

export type Tester = ReturnType<typeof useTester>;
export type Tried = NonNullable<Tester["result"]>;
