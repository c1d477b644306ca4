/** Under a message that did not arrive, or may not have, or has to wait: why, and what can be done. */
import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";

import type { Message } from "../../api/types";
import { said } from "../../shared/said";
import { retryOf } from "./deeds";
import classes from "./MessageRow.module.css";
import { messageNumber, usePlaceInThread } from "./place";

export function Trouble({ message }: { message: Message }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const { delivery, unchanged } = message;
  if (unchanged) return <p className={classes.problem}>{t("unchanged", { why: said(unchanged) })}</p>;
  switch (delivery?.state) {
    case "failed":
      return (
        <Lost message={message} look={classes.problem}>
          {t("notDelivered")} {said(delivery.reason ?? "")}
        </Lost>
      );
    case "unknown":
      return (
        <Lost message={message} look={classes.doubt}>
          {t("unknownDelivery")}
        </Lost>
      );
    case "queued":
      // After a try that was not taken, `at` is when the next one is due.
      return delivery.tries ? (
        <p className={classes.doubt}>
          {t("heldBack", {
            at: format.dateTime(new Date(delivery.at), { timeStyle: "short" }),
            why: said(delivery.reason ?? ""),
          })}
        </p>
      ) : null;
    default:
      return null;
  }
}

interface LostProps {
  message: Message;
  look: string | undefined;
  children: ReactNode;
}

function Lost({ message, look, children }: LostProps) {
  const t = useTranslations("thread");
  const deeds = useTranslations("deeds");
  const { mine, ask, jumpTo } = usePlaceInThread();
  const retry = mine ? retryOf(message) : null;
  const repeat = message.repeated_as;
  return (
    <div className={classes.trouble}>
      <p className={look}>{children}</p>
      {retry && (
        <Anchor component="button" size="xs" fw={600} onClick={() => ask("retry", message)}>
          {deeds(retry === "failed" ? "retry" : "again")}
        </Anchor>
      )}
      {repeat && (
        <Anchor component="button" size="xs" onClick={() => jumpTo(messageNumber(repeat))}>
          {t("repeated")}
        </Anchor>
      )}
    </div>
  );
}
