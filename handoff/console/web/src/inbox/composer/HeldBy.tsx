/** Why one can't write here: who has the session. */
import { useTranslations } from "use-intl";

import type { Session } from "../../api/types";
import { useLineName, usePersonName } from "../../shared/names";

export function HeldBy({ session }: { session: Session }) {
  const t = useTranslations("composer.held");
  const lineName = useLineName();
  const personName = usePersonName();
  switch (session.state) {
    case "waiting":
      return t("waiting", { line: lineName(session.line) });
    case "with_operator":
      return t("colleague", { name: personName(session.operator) });
    case "with_bot":
      return t("bot");
    case "closed":
      return t("closed");
  }
}
