/** A stored decision in words. */
import { Fragment } from "react";
import { useTranslations } from "use-intl";

import type { Decision } from "../../api/types";
import { useFactName, useValueName } from "../../settings/rules/conditions/useFacts";
import { usePersonName } from "../../shared/names";
import classes from "./Why.module.css";
import { PriorityParts } from "./PriorityParts";
import { useLineReason, useOperatorReason } from "./useReasons";

export function DecisionWhy({ decision }: { decision: Decision }) {
  switch (decision.kind) {
    case "routing":
      return <RoutingWhy decision={decision} />;
    case "choosing":
      return <ChoosingWhy decision={decision} />;
    case "rating":
      return (
        <>
          <PriorityParts priority={decision.priority} />
          <KnownFacts facts={decision.facts} />
        </>
      );
  }
}

function RoutingWhy({ decision }: { decision: Extract<Decision, { kind: "routing" }> }) {
  const t = useTranslations("why.decision");
  const lineReason = useLineReason();
  return (
    <>
      <p>
        {lineReason(decision.routed.why_line)} {t("matched", { count: decision.routed.matched.length })}.
      </p>
      <KnownFacts facts={decision.facts} />
    </>
  );
}

/** Who could have had it, with what tells them apart at a glance. */
function ChoosingWhy({ decision }: { decision: Extract<Decision, { kind: "choosing" }> }) {
  const t = useTranslations("why.decision");
  const personName = usePersonName();
  const operatorReason = useOperatorReason();
  const { candidates, choice, order } = decision;
  return (
    <>
      <p>{operatorReason(choice.why)}</p>
      <p>{t("order", { criteria: order.map((each) => t(`criteria.${each}`)).join(", ") })}</p>
      <h4>{t("candidates")}</h4>
      <dl className={classes.table}>
        {candidates.map((each) => (
          <Fragment key={each.id}>
            <dt data-chosen={each.id === choice.operator}>{personName(each.id)}</dt>
            <dd>
              {[
                t("load", { load: each.load, capacity: each.capacity }),
                each.languages.join(", "),
                ...Object.entries(each.skills ?? {}).map(([skill, level]) => `${skill} ${level}`),
                each.id === choice.operator ? t("chosen") : "",
              ]
                .filter(Boolean)
                .join(" · ")}
            </dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

function KnownFacts({ facts }: { facts: Extract<Decision, { kind: "routing" }>["facts"] }) {
  const t = useTranslations("why.decision");
  const factName = useFactName();
  const valueName = useValueName();
  return (
    <>
      <h4>{t("facts")}</h4>
      <dl className={classes.table}>
        {Object.entries(facts.words ?? {}).map(([fact, words]) => (
          <Fragment key={fact}>
            <dt>{factName(fact)}</dt>
            <dd>{words.map((word) => valueName(fact, word)).join(", ")}</dd>
          </Fragment>
        ))}
        {Object.entries(facts.numbers ?? {}).map(([fact, number]) => (
          <Fragment key={fact}>
            <dt>{factName(fact)}</dt>
            <dd>{Math.round(number * 100) / 100}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}
