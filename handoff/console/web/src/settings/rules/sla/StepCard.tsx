/** A step: when it is taken, in a sentence, and its parts. */
import {
  ActionIcon,
  Checkbox,
  MultiSelect,
  NumberInput,
  Select,
  TagsInput,
  UnstyledButton,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlarm, IconAlertTriangle, IconChevronDown, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useProblem, useProblemsUnder } from "../chapter/useProblem";
import { useWords } from "../conditions/useFacts";
import { HEARERS, MOVES, TARGETS, type Move, type Step, type Target } from "../model";
import classes from "../rules.module.css";
import { stepText } from "./lines";

interface Props {
  step: Step;
  path: string;
  readOnly: boolean;
  onChange: (step: Step) => void;
  onRemove: () => void;
}

export function StepCard({ step, path, readOnly, onChange, onRemove }: Props) {
  const t = useTranslations("rules.sla");
  const target = useTranslations("clocks.target");
  const words = { ...useWords(), target };
  const [open, { toggle }] = useDisclosure(false);
  const wrong = useProblemsUnder(path);
  const Mark = step.percent < 100 ? IconAlarm : IconAlertTriangle;
  return (
    <li className={classes.card} data-wrong={wrong.length > 0}>
      <div className={classes.summary}>
        <Mark
          size={17}
          color={`var(--mantine-color-${step.percent < 100 ? "amber" : "red"}-6)`}
          aria-hidden
        />
        <UnstyledButton className={classes.sentence} aria-expanded={open} onClick={toggle}>
          {stepText(step, words)}
        </UnstyledButton>
        <span className={classes.tools}>
          {!readOnly && (
            <ActionIcon color="gray" aria-label={t("removeStep")} onClick={onRemove}>
              <IconTrash size={16} />
            </ActionIcon>
          )}
          <ActionIcon color="gray" aria-label={open ? t("shut") : t("open")} onClick={toggle}>
            <IconChevronDown size={18} style={{ transform: open ? "rotate(180deg)" : undefined }} />
          </ActionIcon>
        </span>
      </div>
      {open && <StepFields step={step} path={path} readOnly={readOnly} onChange={onChange} />}
    </li>
  );
}

function StepFields({ step, path, readOnly, onChange }: Omit<Props, "onRemove">) {
  const t = useTranslations("rules.sla");
  const targetName = useTranslations("clocks.target");
  const percentProblem = useProblem(`${path}.percent`);
  const [emailProblem] = useProblemsUnder(`${path}.emails`);
  const put = (part: Partial<Step>) => onChange({ ...step, ...part });
  return (
    <div className={classes.editor}>
      <div className={classes.fields}>
        <NumberInput
          label={t("percent")}
          description={step.percent < 100 ? t("percentWarning") : t("percentBreach")}
          min={1}
          max={1000}
          suffix=" %"
          allowDecimal={false}
          readOnly={readOnly}
          value={step.percent}
          error={percentProblem}
          onChange={(value) => put({ percent: typeof value === "number" ? value : 0 })}
        />
        <MultiSelect
          label={t("targets")}
          description={t("targetsHint")}
          disabled={readOnly}
          placeholder={step.targets.length === 0 ? t("allTargets") : ""}
          data={TARGETS.map((each) => ({ value: each, label: targetName(each) }))}
          value={step.targets}
          onChange={(value) => put({ targets: value as Target[] })}
        />
        <Select
          label={t("move")}
          description={t("moveHint")}
          allowDeselect={false}
          disabled={readOnly}
          data={MOVES.map((each) => ({ value: each, label: t(`moves.${each}`) }))}
          value={step.move}
          onChange={(value) => put({ move: value as Move })}
        />
        <TagsInput
          label={t("emails")}
          description={t("emailsHint")}
          disabled={readOnly}
          splitChars={[",", " ", ";"]}
          value={step.emails}
          error={emailProblem?.message}
          onChange={(emails) => put({ emails })}
        />
      </div>
      <div className={classes.fields}>
        {HEARERS.map((hearer) => (
          <Checkbox
            key={hearer}
            label={t(`tell.${hearer}`)}
            disabled={readOnly}
            checked={step.tell.includes(hearer)}
            onChange={(event) =>
              put({
                tell: event.currentTarget.checked
                  ? [...step.tell, hearer]
                  : step.tell.filter((each) => each !== hearer),
              })
            }
          />
        ))}
        <Checkbox
          label={t("raise")}
          disabled={readOnly}
          checked={step.raise_priority}
          onChange={(event) => put({ raise_priority: event.currentTarget.checked })}
        />
      </div>
    </div>
  );
}
