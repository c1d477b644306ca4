/** All that was refused, in one place: fields may be out of sight. */
import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./ChapterFrame.module.css";
import type { FieldProblem } from "./problems";

const PLACES = ["rules", "levels", "table", "waiting", "policies"] as const;

/** A path as a reader would say it: `rules.3.when` stands in rule 4. */
function usePlace(): (field: string) => string {
  const t = useTranslations("rules.places");
  return (field) => {
    const [list, index] = field.split(".");
    const place = PLACES.find((each) => each === list);
    return place && index !== undefined ? t(place, { number: Number(index) + 1 }) : "";
  };
}

function reveal(alert: HTMLElement | null): void {
  alert?.scrollIntoView({ block: "nearest" });
}

export function Refused({ problems }: { problems: FieldProblem[] }) {
  const t = useTranslations("rules");
  const placeOf = usePlace();
  if (problems.length === 0) return null;
  return (
    <Alert
      ref={reveal}
      color="red"
      icon={<IconAlertTriangle size={18} />}
      title={t("refused", { count: problems.length })}
      role="alert"
    >
      <ul className={classes.problems}>
        {problems.map(({ field, message }) => (
          <li key={field}>
            {placeOf(field)} {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
