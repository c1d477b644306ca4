/** What a rule asks for: a line, skills, a least priority, a person, effort, tags. What is empty is left to others. */
import { Checkbox, NumberInput, Select, Stack, TagsInput, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useLines, usePeople } from "../../../api/queries";
import { useLevelName, useLevels } from "../../../inbox/marks/levels";
import { useLineName } from "../../../shared/names";
import { useProblem } from "../chapter/useProblem";
import { useFact } from "../conditions/useFacts";
import type { Outcome } from "../model";
import classes from "../rules.module.css";
import { SkillFields } from "./SkillFields";

interface Props {
  outcome: Outcome;
  path: string;
  readOnly: boolean;
  onChange: (outcome: Outcome) => void;
}

/** A choice that is gone stays to be seen, until another is made. */
function withGone(data: { value: string; label: string }[], value: string | null) {
  return value === null || data.some((each) => each.value === value)
    ? data
    : [...data, { value, label: value }];
}

export function OutcomeFields({ outcome, path, readOnly, onChange }: Props) {
  const t = useTranslations("rules.outcome");
  const lineName = useLineName();
  const levelName = useLevelName();
  const lines = useLines()
    .filter((each) => !each.archived)
    .map((each) => ({ value: each.id, label: lineName(each.id) }));
  const levels = useLevels().map((each) => ({ value: each.id, label: levelName(each.id) }));
  const people = usePeople()
    .filter((each) => each.active)
    .map((each) => ({ value: each.id, label: each.name }));
  const problem = useProblem(path);
  const lineProblem = useProblem(`${path}.line`);
  const priorityProblem = useProblem(`${path}.priority`);
  const operatorProblem = useProblem(`${path}.operator`);
  const effortProblem = useProblem(`${path}.effort`);
  const tagsProblem = useProblem(`${path}.tags`);
  const tags = useFact("tag").values;
  const put = (part: Partial<Outcome>) => onChange({ ...outcome, ...part });
  const common = { size: "sm", clearable: !readOnly, searchable: true, disabled: readOnly } as const;
  return (
    <Stack gap="sm">
      {problem && (
        <Text size="sm" c="red">
          {problem}
        </Text>
      )}
      <div className={classes.fields}>
        <Select
          {...common}
          label={t("line")}
          placeholder={t("byTopic")}
          data={withGone(lines, outcome.line)}
          value={outcome.line}
          error={lineProblem}
          onChange={(line) => put({ line })}
        />
        <Select
          {...common}
          label={t("priority")}
          placeholder={t("byTable")}
          data={withGone(levels, outcome.priority)}
          value={outcome.priority}
          error={priorityProblem}
          onChange={(priority) => put({ priority })}
        />
        <Select
          {...common}
          label={t("operator")}
          placeholder={t("anybody")}
          data={withGone(people, outcome.operator)}
          value={outcome.operator}
          error={operatorProblem}
          onChange={(operator) => put({ operator })}
        />
        <NumberInput
          label={t("effort")}
          placeholder="1"
          min={1}
          max={100}
          allowDecimal={false}
          disabled={readOnly}
          value={outcome.effort ?? ""}
          error={effortProblem}
          onChange={(value) => put({ effort: typeof value === "number" ? value : null })}
        />
        <TagsInput
          label={t("tags")}
          data={tags}
          disabled={readOnly}
          value={outcome.tags}
          error={tagsProblem}
          onChange={(next) => put({ tags: next })}
        />
      </div>
      <Checkbox
        label={t("sameOperator")}
        description={t("sameOperatorHint")}
        disabled={readOnly}
        checked={outcome.same_operator}
        onChange={(event) => put({ same_operator: event.currentTarget.checked })}
      />
      <SkillFields
        skills={outcome.skills}
        path={`${path}.skills`}
        readOnly={readOnly}
        onChange={(skills) => put({ skills })}
      />
    </Stack>
  );
}
