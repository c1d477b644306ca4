/** The parts of a policy: whom it is for, which time it counts, the limits, the pauses, the steps. */
import { Radio, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useProblem } from "../chapter/useProblem";
import { ConditionEditor } from "../conditions/ConditionEditor";
import classes from "../rules.module.css";
import type { PolicyForm } from "./form";
import { PauseTable } from "./PauseTable";
import { Sheets } from "./Sheets";
import { StepList } from "./StepList";

interface Props {
  policy: PolicyForm;
  path: string;
  levels: string[];
  readOnly: boolean;
  onChange: (policy: PolicyForm) => void;
}

export function PolicyEditor({ policy, path, levels, readOnly, onChange }: Props) {
  const t = useTranslations("rules.sla");
  const nameProblem = useProblem(`${path}.name`);
  const put = (part: Partial<PolicyForm>) => onChange({ ...policy, ...part });
  return (
    <div className={classes.editor}>
      <TextInput
        label={t("name")}
        maw={420}
        maxLength={120}
        readOnly={readOnly}
        value={policy.name}
        error={nameProblem}
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <section className={classes.part}>
        <h3>{t("when")}</h3>
        <ConditionEditor
          condition={policy.when}
          path={`${path}.when`}
          readOnly={readOnly}
          onChange={(when) => put({ when })}
        />
      </section>
      <Radio.Group
        label={t("time")}
        value={policy.time}
        onChange={(time) => put({ time: time as PolicyForm["time"] })}
      >
        <Stack gap={6} mt={6}>
          {(["business", "calendar"] as const).map((each) => (
            <Radio
              key={each}
              size="sm"
              value={each}
              disabled={readOnly && each !== policy.time}
              label={t(`times.${each}`)}
              description={t(`timeHints.${each}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <section className={classes.part}>
        <h3>{t("limits")}</h3>
        <Sheets
          sheets={policy.sheets}
          path={`${path}.tables`}
          levels={levels}
          readOnly={readOnly}
          onChange={(sheets) => put({ sheets })}
        />
      </section>
      <section className={classes.part}>
        <h3>{t("pauses")}</h3>
        <PauseTable pauses={policy.pauses} readOnly={readOnly} onChange={(pauses) => put({ pauses })} />
      </section>
      <section className={classes.part}>
        <h3>{t("steps")}</h3>
        <StepList
          steps={policy.steps}
          path={`${path}.steps`}
          readOnly={readOnly}
          onChange={(steps) => put({ steps })}
        />
      </section>
    </div>
  );
}
