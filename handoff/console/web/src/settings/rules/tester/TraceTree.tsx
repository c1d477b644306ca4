/** A condition, part by part: which held, and what was found instead of what was asked. */
import { Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import type { Condition, Leaf } from "../model";
import { sayLeaf } from "../conditions/say";
import { isGroup } from "../conditions/tree";
import { useValueName, useWords } from "../conditions/useFacts";
import classes from "./tester.module.css";
import type { Tried } from "./useTester";

type Trace = Tried["rules"][number]["trace"];

export function TraceTree({ trace }: { trace: Trace }) {
  return (
    <ul className={classes.trace}>
      <Node trace={trace} not={false} />
    </ul>
  );
}

/** A not is shown in the words of what it turns round. */
function Node({ trace, not }: { trace: Trace; not: boolean }) {
  const t = useTranslations("rules.tester");
  const quantifiers = useTranslations("rules.condition.quantifiers");
  const words = useWords();
  const condition = trace.condition as Condition;
  const [part] = trace.parts;
  if (condition.kind === "not" && part) return <Node trace={part} not={!not} />;
  const holds = not ? !trace.holds : trace.holds;
  const group = isGroup(condition);
  const name = { all: not ? "not_all" : "all", any: not ? "none" : "any" } as const;
  const empty = group && trace.parts.length === 0;
  return (
    <li>
      <div className={classes.node}>
        {holds ? (
          <IconCheck
            size={14}
            className={`${classes.mark} ${classes.yes}`}
            aria-label={t("holds")}
            role="img"
          />
        ) : (
          <IconX
            size={14}
            className={`${classes.mark} ${classes.no}`}
            aria-label={t("holdsNot")}
            role="img"
          />
        )}
        <span>
          {empty
            ? words.t(holds ? "always" : "never")
            : group
              ? quantifiers(name[condition.kind])
              : sayLeaf(condition as Leaf, not, words)}
          {!group && <Found trace={trace} />}
        </span>
      </div>
      {group && !empty && (
        <ul className={classes.trace}>
          {trace.parts.map((each, index) => (
            <Node key={index} trace={each} not={false} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Found({ trace }: { trace: Trace }) {
  const t = useTranslations("rules.tester");
  const valueName = useValueName();
  const condition = trace.condition as Condition;
  const { found } = trace;
  if (condition.kind === "says" && trace.holds === false) return null;
  const said =
    condition.kind === "is"
      ? found.map((each) => valueName(condition.fact, each))
      : condition.kind === "during"
        ? found.map((each) => each.slice(0, 16).replace("T", " "))
        : found;
  return (
    <Text component="span" size="xs" c="dimmed">
      {" "}
      {said.length > 0 ? t("found", { what: said.join(", ") }) : t("foundNothing")}
    </Text>
  );
}
