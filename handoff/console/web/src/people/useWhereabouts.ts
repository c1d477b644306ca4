/** Who has a customer in one of their channels, in a few words. */
import { useTranslations } from "use-intl";

import { useMe } from "../app/session";
import { useLineName, usePersonName } from "../shared/names";
import type { Member } from "./queries";

export function useWhereabouts(): (member: Member) => string {
  const t = useTranslations("people");
  const me = useMe();
  const personName = usePersonName();
  const lineName = useLineName();
  return ({ open, operator, line }) => {
    if (!open) return t("closed");
    if (operator) return operator === me.id ? t("withYou") : t("with", { name: personName(operator) });
    return line ? t("waits", { line: lineName(line) }) : t("withBot");
  };
}
