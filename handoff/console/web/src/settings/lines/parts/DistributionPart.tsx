/** How a waiting session finds its operator. */
import { NumberInput, Radio, Switch, Text } from "@mantine/core";
import { IconArrowBigDownLines, IconHandGrab, IconUserStar } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { DurationField } from "../../fields/DurationField";
import { OrderField } from "../../fields/OrderField";
import { Part } from "../../fields/Part";
import pageClasses from "../../Settings.module.css";
import { CRITERIA, DISTRIBUTIONS, type Distribution } from "../model";
import classes from "./DistributionPart.module.css";
import type { PartProps } from "./props";

const ICONS = { push: IconArrowBigDownLines, pull: IconHandGrab, supervisor: IconUserStar };

export function DistributionPart({ form, change, errorAt, readOnly }: PartProps) {
  const t = useTranslations("lines");
  return (
    <Part id="distribution" title={t("fields.distribution")}>
      <Radio.Group
        aria-label={t("fields.distribution")}
        value={form.distribution}
        onChange={(value) => !readOnly && change({ distribution: value as Distribution })}
      >
        <div className={classes.cards}>
          {DISTRIBUTIONS.map((each) => {
            const Mark = ICONS[each];
            return (
              <Radio.Card key={each} value={each} className={classes.card} disabled={readOnly}>
                <Mark size={22} stroke={1.6} aria-hidden />
                <Text size="sm" fw={600} flex={1}>
                  {t(`distributions.${each}.name`)}
                </Text>
                <Radio.Indicator />
                <Text size="xs" c="dimmed" className={classes.hint}>
                  {t(`distributions.${each}.hint`)}
                </Text>
              </Radio.Card>
            );
          })}
        </div>
      </Radio.Group>
      <div className={pageClasses.pair}>
        {form.distribution === "push" && (
          <DurationField
            label={t("fields.accept_within")}
            description={t("acceptWithinHint")}
            placeholder={t("assignedAtOnce")}
            value={form.accept_within}
            units={["second", "minute"]}
            readOnly={readOnly}
            error={errorAt("accept_within")}
            onChange={(accept_within) => change({ accept_within })}
          />
        )}
        <NumberInput
          label={t("fields.capacity")}
          description={t("capacityHint")}
          min={1}
          max={100}
          clampBehavior="none"
          allowDecimal={false}
          maw={300}
          readOnly={readOnly}
          value={form.capacity}
          error={errorAt("capacity")}
          onChange={(capacity) => change({ capacity: Number(capacity) || 0 })}
        />
      </div>
      <OrderField
        label={t("fields.order")}
        description={t("orderHint")}
        value={form.order}
        all={CRITERIA}
        wording={(each) => ({ name: t(`criteria.${each}.name`), hint: t(`criteria.${each}.hint`) })}
        readOnly={readOnly}
        error={errorAt("order")}
        onChange={(order) => change({ order })}
      />
      <Switch
        label={t("fields.language_required")}
        description={t("languageRequiredHint")}
        checked={form.language_required}
        disabled={readOnly}
        onChange={(event) => change({ language_required: event.currentTarget.checked })}
      />
    </Part>
  );
}
