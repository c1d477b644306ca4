/** Why an operator can't be given a session, in a few words. */
import { useTranslations } from "use-intl";

import type { Reason } from "../../../api/types";
import { useLanguageName } from "../../../shared/names";

export function useWhyNot(): (reason: Reason) => string {
  const t = useTranslations("rules.whyNot");
  const languageName = useLanguageName();
  return ({ code, values = {} }) => {
    switch (code) {
      case "offline":
      case "off_shift":
      case "not_supervisor":
      case "declined":
      case "held_back":
        return t(code);
      case "skill":
        return t("skill", {
          skill: values.skill ?? "?",
          level: values.level ?? "?",
          has: values.has ?? "0",
        });
      case "language":
        return t("language", { language: languageName(values.language ?? "?") });
      case "too_heavy":
        return t("too_heavy", { effort: values.effort ?? "?", of: values.of ?? "?" });
      case "no_room":
        return t("no_room", { effort: values.effort ?? "?", free: values.free ?? "?" });
      default:
        return code;
    }
  };
}
