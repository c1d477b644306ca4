/** All that the linter has to say, and what channels will show otherwise: where, what, and how to mend it. */
import { Badge, CloseButton, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useChannelName } from "../../shared/names";
import { useProblemWords } from "../forms/useProblemWords";
import type { Degradation, Problem } from "../model/types";
import classes from "./Problems.module.css";
import type { Checked } from "./useCheck";

interface Props {
  checked: Checked;
  nameOf: (step: string) => string;
  onGo: (problem: Pick<Problem, "step" | "field">) => void;
  onClose: () => void;
}

export function ProblemsPanel({ checked, nameOf, onGo, onClose }: Props) {
  const t = useTranslations("flows.editor");
  const channelName = useChannelName();
  const { degradations } = checked;
  return (
    <section className={classes.panel} aria-label={t("problems")}>
      <header>
        <h2>{t("problems")}</h2>
        <CloseButton size="sm" aria-label={t("close")} onClick={onClose} />
      </header>
      <div className={classes.scroll}>
        {checked.problems.length + degradations.length === 0 && (
          <p className={classes.none}>
            <IconCircleCheck size={18} aria-hidden /> {t("noProblems")}
          </p>
        )}
        <ProblemList problems={checked.problems} nameOf={nameOf} onGo={onGo} />
        {degradations.length > 0 && <h3>{t("onChannels")}</h3>}
        <ul className={classes.list}>
          {degradations.map((each) => (
            <li key={`${each.step}.${each.field}.${each.channel}.${each.loss}.${each.what}`}>
              <UnstyledButton className={classes.item} onClick={() => onGo(each)}>
                <IconInfoCircle size={17} className={classes.note} aria-hidden />
                <span>
                  <b>{nameOf(each.step)}</b>
                  <Told problem={each} />
                </span>
                <Badge size="xs" variant="light" color="gray">
                  {channelName(each.channel)}
                </Badge>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

interface ListProps {
  problems: readonly Problem[];
  nameOf: (step: string) => string;
  onGo: (problem: Problem) => void;
}

const RANK: Record<Problem["severity"], number> = { error: 0, warning: 1, note: 2 };

export function ProblemList({ problems, nameOf, onGo }: ListProps) {
  const t = useTranslations("flows.editor");
  const sorted = [...problems].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  return (
    <ul className={classes.list}>
      {sorted.map((each, place) => (
        <li key={place}>
          <UnstyledButton className={classes.item} onClick={() => onGo(each)}>
            <Mark severity={each.severity} />
            <span>
              <b dir="auto">{each.step === null ? t("wholeFlow") : nameOf(each.step)}</b>
              <Told problem={each} />
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function Told({ problem }: { problem: Problem | Degradation }) {
  const { message, remedy } = useProblemWords()(problem);
  return (
    <span>
      {message} <em>{remedy}</em>
    </span>
  );
}

function Mark({ severity }: { severity: Problem["severity"] }) {
  const t = useTranslations("flows.editor.severities");
  const Icon = { error: IconCircleX, warning: IconAlertTriangle, note: IconInfoCircle }[severity];
  return <Icon size={17} className={classes[severity] ?? ""} aria-label={t(severity)} />;
}
