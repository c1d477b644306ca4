/** What is different between two versions, marked. */
import { Text } from "@mantine/core";
import { IconArrowsUpDown, IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { changes, type Line } from "./changes";
import classes from "./Changes.module.css";

const MARKS = { added: IconPlus, removed: IconMinus, changed: IconPencil, moved: IconArrowsUpDown };

export function Changes({ before, after }: { before: Line[]; after: Line[] }) {
  const t = useTranslations("rules.changes");
  const found = changes(before, after);
  if (found.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("none")}
      </Text>
    );
  return (
    <ul className={classes.changes}>
      {found.map((change) => {
        const Mark = MARKS[change.kind];
        return (
          <li key={change.key} data-kind={change.kind}>
            <Mark size={15} aria-label={t(change.kind)} role="img" />
            <span>
              {change.kind === "changed" && change.before !== change.text && <del>{change.before}</del>}
              {change.kind === "removed" ? <del>{change.text}</del> : <span>{change.text}</span>}
              {change.kind === "moved" && <em>{t("movedNote")}</em>}
              {change.kind === "changed" && change.before === change.text && <em>{t("details")}</em>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
