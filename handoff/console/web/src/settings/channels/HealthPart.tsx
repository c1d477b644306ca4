/** How a connection fares: what passed, what waits, what went wrong last, and what the messenger says of our webhook. */
import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { Ago } from "../../shared/Ago";
import { said } from "../../shared/said";
import { Part } from "../fields/Part";
import classes from "./Channels.module.css";
import type { HealthView } from "./model";
import { useSecondsUntil } from "./useSecondsUntil";

export function HealthPart({ health }: { health: HealthView }) {
  const t = useTranslations("connections.health");
  const { state, last_error: mishap, webhook } = health;
  const secondsLeft = useSecondsUntil(health.throttled_until);
  return (
    <Part id="health" title={t("title")} hint={t(`hints.${state}`)}>
      {state === "failing" && health.reason && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("fails")}>
          {said(health.reason)}
        </Alert>
      )}
      <dl className={classes.figures}>
        <Figure label={t("lastReceived")}>
          {health.last_received_at ? <Ago at={health.last_received_at} /> : t("never")}
        </Figure>
        <Figure label={t("lastSent")}>
          {health.last_sent_at ? <Ago at={health.last_sent_at} /> : t("never")}
        </Figure>
        <Figure label={t("receivedHour")}>{health.received_hour}</Figure>
        <Figure label={t("sentHour")}>{health.sent_hour}</Figure>
        <Figure label={t("failedHour")} bad={health.failed_hour > 0}>
          {health.failed_hour}
        </Figure>
        <Figure label={t("queued")}>{health.queued}</Figure>
        {secondsLeft > 0 && <Figure label={t("throttled")}>{t("seconds", { count: secondsLeft })}</Figure>}
        {webhook && <Figure label={t("pending")}>{webhook.pending}</Figure>}
      </dl>
      {mishap && mishap.text !== health.reason && (
        <Alert color="gray" title={t(`lastError.${mishap.direction}`)}>
          <Ago at={mishap.at} />: {said(mishap.text)}
        </Alert>
      )}
      {webhook?.last_error && (
        <Alert color="amber" title={t("webhookError")}>
          {webhook.last_error_at && (
            <>
              <Ago at={webhook.last_error_at} />:{" "}
            </>
          )}
          {webhook.last_error}
        </Alert>
      )}
    </Part>
  );
}

function Figure({ label, bad = false, children }: { label: string; bad?: boolean; children: ReactNode }) {
  return (
    <div data-bad={bad}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
