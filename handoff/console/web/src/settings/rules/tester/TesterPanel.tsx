/** Which session to try, and what would become of it. */
import { Loader, SegmentedControl, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useExplain } from "../../../shared/problems";
import type { Scheme } from "../model";
import { MadeUpFields } from "./MadeUpFields";
import { PastSession } from "./PastSession";
import { PeopleResult } from "./PeopleResult";
import { PriorityResult } from "./PriorityResult";
import { PromisesResult } from "./PromisesResult";
import { RulesResult } from "./RulesResult";
import classes from "./tester.module.css";
import type { Tester } from "./useTester";

export type Shown = "rules" | "priority" | "sla" | "people";

interface Props {
  tester: Tester;
  show: Shown[];
  scheme: Scheme | undefined;
}

export function TesterPanel({ tester, show, scheme }: Props) {
  const t = useTranslations("rules.tester");
  const explain = useExplain();
  const { result, error } = tester;
  return (
    <Stack gap="sm">
      <Text size="xs" c="dimmed">
        {t("hint")}
      </Text>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t("which")}
        data={[
          { value: "made_up", label: t("madeUp") },
          { value: "past", label: t("past") },
        ]}
        value={tester.mode}
        onChange={(value) => tester.setMode(value === "past" ? "past" : "made_up")}
      />
      {tester.mode === "past" ? (
        <PastSession chosen={tester.past} onChoose={tester.setPast} />
      ) : (
        <MadeUpFields facts={tester.facts} onChange={tester.setFacts} />
      )}
      {tester.busy && !result && <Loader size="sm" />}
      {error && (
        <Text size="sm" c="red" role="alert">
          {explain(error)}
        </Text>
      )}
      {!result && !error && !tester.busy && (
        <Text size="sm" c="dimmed">
          {t("nothingYet")}
        </Text>
      )}
      {result && (
        <div className={classes.result} data-old={!tester.fresh} aria-live="polite">
          {show.includes("rules") && <RulesResult tried={result} />}
          {show.includes("priority") && <PriorityResult tried={result} draft={scheme} />}
          {show.includes("sla") && <PromisesResult tried={result} />}
          {show.includes("people") && <PeopleResult tried={result} />}
        </div>
      )}
    </Stack>
  );
}
