/** The parts of a rule: its name, when it holds, what it asks for. */
import { TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useProblem } from "../chapter/useProblem";
import { ConditionEditor } from "../conditions/ConditionEditor";
import type { Rule } from "../model";
import classes from "../rules.module.css";
import { OutcomeFields } from "./OutcomeFields";

interface Props {
  rule: Rule;
  path: string;
  readOnly: boolean;
  onChange: (rule: Rule) => void;
}

export function RuleEditor({ rule, path, readOnly, onChange }: Props) {
  const t = useTranslations("rules.routing");
  const nameProblem = useProblem(`${path}.name`);
  return (
    <div className={classes.editor}>
      <TextInput
        label={t("name")}
        maw={420}
        maxLength={120}
        readOnly={readOnly}
        autoFocus={rule.name === ""}
        value={rule.name}
        error={nameProblem}
        onChange={(event) => onChange({ ...rule, name: event.currentTarget.value })}
      />
      <section className={classes.part}>
        <h3>{t("when")}</h3>
        <ConditionEditor
          condition={rule.when}
          path={`${path}.when`}
          readOnly={readOnly}
          onChange={(when) => onChange({ ...rule, when })}
        />
      </section>
      <section className={classes.part}>
        <h3>{t("then")}</h3>
        <OutcomeFields
          outcome={rule.then}
          path={`${path}.then`}
          readOnly={readOnly}
          onChange={(then) => onChange({ ...rule, then })}
        />
      </section>
    </div>
  );
}
