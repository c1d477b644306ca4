/** Builds a condition: groups within groups, each all, any, not all or none of what is in it. */
import { useTranslations } from "use-intl";

import type { Condition } from "../model";
import { GroupEditor } from "./GroupEditor";
import { asGroup, isGroup, unwrapped } from "./tree";

interface Props {
  condition: Condition;
  /** Where it stands in the chapter, for what the server has against it. */
  path: string;
  readOnly: boolean;
  /** Facts that can't be asked about here. */
  barred?: string[];
  onChange: (condition: Condition) => void;
}

export function ConditionEditor({ condition, path, readOnly, barred = [], onChange }: Props) {
  const t = useTranslations("rules.condition");
  const whole = asGroup(condition);
  const { inner } = unwrapped(whole);
  if (!isGroup(inner)) return null;
  // A leaf alone is shown in a group that is not there yet.
  const shown = whole === condition;
  return (
    <div role="group" aria-label={t("title")}>
      <GroupEditor
        condition={whole}
        path={path}
        pathOf={shown ? undefined : () => path}
        depth={1}
        readOnly={readOnly}
        barred={barred}
        onChange={onChange}
      />
    </div>
  );
}
