/** Who would get it now, and of everybody else why not. */
import { Text } from "@mantine/core";
import { IconCheck, IconUserOff } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useOperatorReason } from "../../../inbox/why/useReasons";
import { Face } from "../../../shared/Face";
import { usePersonName } from "../../../shared/names";
import classes from "./tester.module.css";
import { useWhyNot } from "./useWhyNot";
import type { Tried } from "./useTester";

export function PeopleResult({ tried }: { tried: Tried }) {
  const t = useTranslations("rules.tester");
  const personName = usePersonName();
  const operatorReason = useOperatorReason();
  const whyNot = useWhyNot();
  const { choice, candidates } = tried;
  const others = candidates.filter((each) => each.candidate.id !== choice?.operator);
  return (
    <section>
      <h3>{t("person")}</h3>
      <div className={classes.big}>
        {choice ? (
          <>
            <Face name={personName(choice.operator)} size={26} /> {personName(choice.operator)}
          </>
        ) : (
          <>
            <IconUserOff size={20} aria-hidden /> {t("nobody")}
          </>
        )}
      </div>
      {choice && (
        <Text size="sm" c="dimmed">
          {operatorReason(choice.why)}
        </Text>
      )}
      <ul className={classes.rows}>
        {others.map(({ candidate, why_not }) => (
          <li key={candidate.id} className={classes.node}>
            {why_not ? (
              <IconUserOff size={15} className={`${classes.mark} ${classes.no}`} aria-hidden />
            ) : (
              <IconCheck size={15} className={`${classes.mark} ${classes.yes}`} aria-hidden />
            )}
            <span>
              {personName(candidate.id)}{" "}
              <Text component="span" size="xs" c="dimmed">
                {why_not ? whyNot(why_not) : t("could")} ·{" "}
                {t("load", { load: candidate.load, of: candidate.capacity })}
              </Text>
            </span>
          </li>
        ))}
      </ul>
      {candidates.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("noPeople")}
        </Text>
      )}
    </section>
  );
}
