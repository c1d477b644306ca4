/** What happens by itself when something takes too long. */
import { Select, Switch } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useLines } from "../../../api/queries";
import { useLineName } from "../../../shared/names";
import { DurationField } from "../../fields/DurationField";
import { Part } from "../../fields/Part";
import pageClasses from "../../Settings.module.css";
import type { PartProps } from "./props";

const OVERFLOW_AFTER = 15 * 60;

export function LimitsPart({ form, change, errorAt, readOnly }: PartProps) {
  const t = useTranslations("lines");
  const lineName = useLineName();
  const others = useLines().filter((each) => each.id !== form.id && !each.archived);
  const { overflow, reassign } = form;
  const setReassign = (part: Partial<typeof reassign>) => change({ reassign: { ...reassign, ...part } });
  return (
    <Part id="limits" title={t("limits.title")} hint={t("limits.hint")}>
      <div className={pageClasses.pair}>
        <Select
          label={t("limits.overflowTo")}
          description={t("limits.overflowHint")}
          placeholder={t("nowhere")}
          clearable
          searchable
          disabled={readOnly}
          data={others.map((each) => ({ value: each.id, label: lineName(each.id) }))}
          value={overflow?.to ?? null}
          error={errorAt("overflow.to")}
          onChange={(to) =>
            change({ overflow: to ? { after: overflow?.after ?? OVERFLOW_AFTER, to } : null })
          }
        />
        {overflow && (
          <DurationField
            label={t("limits.overflowAfter")}
            description={t("limits.overflowAfterHint")}
            value={overflow.after}
            units={["minute", "hour"]}
            readOnly={readOnly}
            error={errorAt("overflow.after")}
            onChange={(after) => change({ overflow: { ...overflow, after: after ?? 0 } })}
          />
        )}
      </div>
      <div className={pageClasses.pair}>
        <DurationField
          label={t("limits.noAnswer")}
          description={t("limits.noAnswerHint")}
          placeholder={t("never")}
          value={reassign.no_answer_within}
          units={["minute", "hour"]}
          readOnly={readOnly}
          error={errorAt("reassign.no_answer_within")}
          onChange={(no_answer_within) => setReassign({ no_answer_within })}
        />
        <DurationField
          label={t("limits.away")}
          description={t("limits.awayHint")}
          placeholder={t("never")}
          value={reassign.away_for}
          units={["minute", "hour"]}
          readOnly={readOnly}
          error={errorAt("reassign.away_for")}
          onChange={(away_for) => setReassign({ away_for })}
        />
      </div>
      <Switch
        label={t("limits.shiftEnd")}
        description={t("limits.shiftEndHint")}
        checked={reassign.at_shift_end}
        disabled={readOnly}
        onChange={(event) => setReassign({ at_shift_end: event.currentTarget.checked })}
      />
      <div className={pageClasses.pair}>
        <DurationField
          label={t("fields.longest_hold")}
          description={t("limits.holdHint")}
          value={form.longest_hold}
          units={["hour", "day"]}
          readOnly={readOnly}
          error={errorAt("longest_hold")}
          onChange={(longest_hold) => change({ longest_hold: longest_hold ?? 0 })}
        />
        <DurationField
          label={t("fields.reopen_within")}
          description={t("limits.reopenHint")}
          placeholder={t("never")}
          value={form.reopen_within || null}
          units={["hour", "day"]}
          readOnly={readOnly}
          error={errorAt("reopen_within")}
          onChange={(reopen_within) => change({ reopen_within: reopen_within ?? 0 })}
        />
      </div>
    </Part>
  );
}
