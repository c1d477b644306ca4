/** Why a line, why an operator, why not another: the stored codes in sentences. */
import { useFormatter, useTranslations } from "use-intl";

import type { Reason } from "../../api/types";
import { useLanguageName, useTopicName } from "../../shared/names";

export function useLineReason(): (reason: Reason) => string {
  const t = useTranslations("why.line");
  const topicName = useTopicName();
  return ({ code, values = {} }) => {
    switch (code) {
      case "rule":
        return t("rule", { rule: values.rule ?? "?" });
      case "topic":
        return t("topic", { topic: topicName(values.topic ?? "?") });
      case "connection":
        return t("connection", { connection: values.connection ?? "?" });
      case "rest":
        return t("rest");
      case "given":
        return t("given", { by: values.by ?? "?" });
      case "flow":
        return t("flow", { flow: values.flow ?? "?" });
      default:
        return code;
    }
  };
}

export function useOperatorReason(): (reason: Reason) => string {
  const t = useTranslations("why.operator");
  const format = useFormatter();
  const languageName = useLanguageName();
  return ({ code, values = {} }) => {
    switch (code) {
      case "wanted":
      case "only":
      case "equal":
      case "again":
      case "took":
        return t(code);
      case "history":
        return values.solved ? t("history", { count: Number(values.solved) }) : t("solver");
      case "free":
        return t("free", { free: values.free ?? "?", of: values.of ?? "?" });
      case "skill":
        return t("skill", { skill: values.skill ?? "?", level: values.level ?? "?" });
      case "language":
        return t("language", { language: languageName(values.language ?? "?") });
      case "region":
        return t("region", { region: values.region ?? "?" });
      case "idle":
        return values.since
          ? t("idle", { since: format.dateTime(new Date(values.since), { timeStyle: "short" }) })
          : t("idleAlways");
      case "given":
        return t("given", { by: values.by ?? "?" });
      default:
        return code;
    }
  };
}
