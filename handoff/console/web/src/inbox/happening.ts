/** What a system message reports, as a sentence with its details put in; the same in threads and in notices. */
import { useFormatter, useTranslations } from "use-intl";

import type { Message } from "../api/types";
import { useChannelName, useLineName, useTopicName } from "../shared/names";
import { said } from "../shared/said";
import { useLevelName } from "./marks/levels";
import { useReasonName } from "./wording";

type Reported = Pick<Message, "happening" | "details">;

const CAUSES = ["no_answer", "away", "shift_end", "supervisor", "sla"] as const;
const TARGETS = ["first_response", "next_response", "resolution", "in_status"] as const;

export function useHappening(): (message: Reported) => string {
  const t = useTranslations("happening");
  const causes = useTranslations("causes");
  const targets = useTranslations("clocks.target");
  const format = useFormatter();
  const lineName = useLineName();
  const channelName = useChannelName();
  const topicName = useTopicName();
  const reasonName = useReasonName();
  const levelName = useLevelName();

  const cause = (code: string | undefined) => {
    const known = CAUSES.find((each) => each === code);
    return known ? causes(known) : (code ?? "");
  };
  const target = (code: string | undefined) => {
    const known = TARGETS.find((each) => each === code);
    return known ? targets(known) : (code ?? "?");
  };
  const moment = (at: string | undefined) =>
    at ? format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" }) : "?";
  const joined = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(" · ");

  return ({ happening, details = {} }) => {
    const { by, reason, topic, comment, question, answer } = details;
    const line = details.line ? lineName(details.line) : "?";
    const operator = details.operator ?? "?";
    switch (happening) {
      case "handed_off":
        return reason ? t("handedOffWhy", { line, reason: reasonName(reason) }) : t("handedOff", { line });
      case "assigned":
        return by ? t("assignedBy", { by, operator }) : t("assigned", { operator });
      case "transferred":
        return t("transferred", { by: by ?? "?", to: details.operator ?? line });
      case "given_back":
        return t("givenBack", { by: by ?? "?" });
      case "closed":
        return joined(
          by ? t("closedBy", { by }) : t("closed"),
          reason && reasonName(reason),
          topic && topicName(topic),
          comment,
        );
      case "customer_left":
        return t("customerLeft");
      case "customer_back":
        return t("customerBack");
      case "bot_unavailable":
        return t("botUnavailable", { error: said(details.error ?? "") });
      case "late":
        return t("late", { minutes: Number(details.minutes ?? 0) });
      case "parked":
        return t("parked", { error: said(details.error ?? "") });
      case "tried_again":
        return t("triedAgain", { by: by ?? "?" });
      case "dropped":
        return t("dropped", { by: by ?? "?" });
      case "offered":
        return t("offered", { operator });
      case "declined":
        return t("declined", { operator });
      case "offer_missed":
        return t("offerMissed", { operator });
      case "held":
        return joined(t("held", { by: by ?? "?", until: moment(details.until) }), reason);
      case "resumed":
        return joined(
          details.cause === "operator"
            ? t("resumedBy", { by: by ?? "?" })
            : t(details.cause === "reply" ? "resumedReply" : "resumedTime"),
          reason,
        );
      case "escalated":
        return joined(by ? t("escalatedBy", { by, line }) : t("escalated", { line }), cause(details.cause));
      case "priority": {
        const level = levelName(details.level ?? "?");
        return joined(by ? t("priorityBy", { by, level }) : t("priority", { level }), reason);
      }
      case "sla_warning":
        return t("slaWarning", {
          target: target(details.target),
          percent: Number(details.percent ?? 0),
          due: moment(details.due),
        });
      case "sla_breach":
        return t("slaBreach", { target: target(details.target) });
      case "returned":
        return t("returned", { operator, cause: cause(details.cause) });
      case "overflowed":
        return t("overflowed", { line });
      case "reopened":
        return t("reopened", { count: Number(details.count ?? 1) });
      case "collected":
        return t("collected", { question: question ?? "?", answer: answer ?? "" });
      case "flow": {
        const name = details.name ?? details.flow ?? "?";
        if (details.did === "failed")
          return t("flowFailed", { name, step: details.step ?? "?", error: said(details.error ?? "") });
        return t(details.did === "ended" ? "flowEnded" : "flowBegan", { name });
      }
      case "requested":
        return joined(t("requested", { title: details.title ?? "?" }), details.fields);
      case "group_lost":
        return t("groupLost", { reason: said(reason ?? "?") });
      case "window_closing":
        return t("windowClosing", { until: moment(details.until) });
      case "number_changed":
        return details.to
          ? t("numberChanged", { to: details.to })
          : t("numberWas", { was: details.was ?? "?" });
      case "rated":
        return t("rated", { score: details.score ?? "?", of: details.of ?? "?" });
      case "joined": {
        const parts = { channel: channelName(details.channel ?? "?"), customer: details.customer ?? "?" };
        const how = details.how === "hand" ? t("joinedBy", { ...parts, by: by ?? "?" }) : t("joined", parts);
        if (details.how === "phone" || details.how === "email")
          return joined(how, t("joinedEqual", { value: details.value ?? "" }));
        if (details.how === "number") return joined(how, t("joinedNumber", { value: details.value ?? "" }));
        return details.how === "code" ? joined(how, t("joinedCode")) : how;
      }
      case "split":
        return t("split", {
          channel: channelName(details.channel ?? "?"),
          customer: details.customer ?? "?",
          by: by ?? "?",
        });
      case "verified":
        return t("verified", { email: details.email ?? "" });
      case null:
      case undefined:
        return "";
    }
  };
}
