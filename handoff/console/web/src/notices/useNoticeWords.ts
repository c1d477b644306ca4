/** A notice as a sentence. What concerns its reader says "you", all else is told as in the thread. */
import { useTranslations } from "use-intl";

import type { Notice } from "../api/types";
import { useHappening } from "../inbox/happening";

export function useNoticeWords(): (notice: Notice) => string {
  const t = useTranslations("notices");
  const happening = useHappening();
  return (notice) => {
    const { by } = notice.details;
    switch (notice.happening) {
      case "offered":
        return t("offered");
      case "offer_missed":
        return t("offerMissed");
      case "assigned":
        return by ? t("givenBy", { by }) : t("given");
      case "transferred":
        return notice.details.operator ? t("givenBy", { by: by ?? "?" }) : happening(notice);
      default:
        return happening(notice);
    }
  };
}
