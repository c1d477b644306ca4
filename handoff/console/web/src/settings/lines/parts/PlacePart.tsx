/** Which sessions come to a line, and where it passes what it can't solve. */
import { Input, SegmentedControl, Select, Switch, TagsInput } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useLines } from "../../../api/queries";
import { useLineName, useTopicName, useTopics } from "../../../shared/names";
import { Part } from "../../fields/Part";
import pageClasses from "../../Settings.module.css";
import { TIERS } from "../map";
import type { PartProps } from "./props";
import { ServicesField } from "./ServicesField";

export function PlacePart(props: PartProps) {
  const { form, change, errorAt, readOnly } = props;
  const t = useTranslations("lines");
  const lineName = useLineName();
  const topicName = useTopicName();
  const known = useTopics();
  const others = useLines().filter((each) => each.id !== form.id && !each.archived);
  const above = others.filter((each) => each.tier > form.tier || each.id === form.escalates_to);
  const shared = form.topics.flatMap((topic) =>
    others
      .filter((each) => each.topics.includes(topic))
      .map((each) => t("alsoThere", { topic: topicName(topic), line: lineName(each.id) })),
  );
  return (
    <Part id="place" title={t("place.title")} hint={t("place.hint")}>
      <TagsInput
        label={t("fields.topics")}
        description={shared.length > 0 ? shared.join(" ") : t("topicsHint")}
        readOnly={readOnly}
        data={known}
        renderOption={({ option }) => topicName(option.value)}
        splitChars={[",", " "]}
        value={form.topics}
        error={errorAt("topics")}
        onChange={(topics) => change({ topics: [...topics].sort() })}
      />
      <Switch
        label={t("fields.takes_rest")}
        description={t("takesRestHint")}
        checked={form.takes_rest}
        disabled={readOnly}
        error={errorAt("takes_rest")}
        onChange={(event) => change({ takes_rest: event.currentTarget.checked })}
      />
      <div className={pageClasses.pair}>
        <Input.Wrapper label={t("fields.tier")} error={errorAt("tier")} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t("fields.tier")}
              disabled={readOnly}
              data={TIERS.map((tier) => ({ value: String(tier), label: t(`tiersShort.${tier}`) }))}
              value={String(form.tier)}
              onChange={(tier) => change({ tier: Number(tier) })}
            />
          </div>
        </Input.Wrapper>
        <Select
          label={t("fields.escalates_to")}
          placeholder={above.length > 0 ? t("nowhere") : t("noneAbove")}
          clearable
          searchable
          disabled={readOnly || above.length === 0}
          data={above.map((each) => ({ value: each.id, label: lineName(each.id) }))}
          value={form.escalates_to}
          error={errorAt("escalates_to")}
          onChange={(escalates_to) => change({ escalates_to })}
        />
      </div>
      <ServicesField {...props} />
    </Part>
  );
}
