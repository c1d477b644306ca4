/** One offer: who waits for what, why it comes here, how long there is to answer. */
import { Button, Text } from "@mantine/core";
import { useEffect, useRef, type MouseEvent } from "react";
import { useTranslations } from "use-intl";

import type { Row } from "../api/types";
import { useMe } from "../app/session";
import { PriorityFlag } from "../inbox/marks/PriorityFlag";
import { FirstClock } from "../inbox/marks/SessionMarks";
import { levelOf, NORMAL } from "../inbox/marks/levels";
import { useDesk } from "../inbox/useDesk";
import { usePlace } from "../inbox/usePlace";
import { useOperatorReason } from "../inbox/why/useReasons";
import { Face } from "../shared/Face";
import { useCustomerName, useLineName, useTopicName } from "../shared/names";
import { Countdown } from "./Countdown";
import { offerTo } from "./offers";
import classes from "./Offers.module.css";

/** A key that was meant for something else must not accept what has just appeared under it. */
const SETTLING_MS = 600;

interface Props {
  row: Row;
  /** One of several: the first to run out has the room. */
  brief: boolean;
}

export function OfferCard({ row, brief }: Props) {
  const t = useTranslations("offers");
  const me = useMe();
  const desk = useDesk(row.id);
  const { open } = usePlace();
  const customerName = useCustomerName();
  const lineName = useLineName();
  const topicName = useTopicName();
  const reason = useOperatorReason();
  const accept = useRef<HTMLButtonElement>(null);
  const settled = useRef(0);

  // Enter accepts the first, unless the reader is writing or busy with something else.
  useEffect(() => {
    if (brief || document.activeElement !== document.body) return;
    settled.current = Date.now() + SETTLING_MS;
    accept.current?.focus();
  }, [brief]);

  const offer = offerTo(row, me.id);
  const { session } = row;
  if (!offer || session.state !== "waiting") return null;
  const level = levelOf(session.handling);
  const take = async (event: MouseEvent) => {
    const byKey = event.detail === 0;
    if (byKey && Date.now() < settled.current) return;
    if ((await desk.take()) === null) open(row.id, "mine");
  };
  return (
    <article className={classes.card} aria-label={t("title")}>
      <Countdown until={offer.until} />
      <div className={classes.what}>
        <div className={classes.who}>
          <Face name={customerName(row)} channel={row.channel} size={30} />
          <Text fw={650} size="sm" truncate dir="auto" flex={1}>
            {customerName(row)}
          </Text>
          {level !== NORMAL && <PriorityFlag level={level} />}
          <FirstClock row={row} />
        </div>
        <Text size="xs" c="dimmed">
          {[lineName(session.line), session.topic && topicName(session.topic)].filter(Boolean).join(" · ")}
        </Text>
        {!brief && (
          <>
            <Text size="sm" lineClamp={2} dir="auto">
              {session.handling?.words || row.last?.text}
            </Text>
            <Text size="xs" c="dimmed">
              {reason(offer.why)}
            </Text>
          </>
        )}
        <div className={classes.buttons}>
          <Button ref={accept} size="compact-md" loading={desk.busy} onClick={(event) => void take(event)}>
            {t("accept")}
          </Button>
          <Button
            size="compact-md"
            variant="default"
            disabled={desk.busy}
            onClick={() => void desk.decline()}
          >
            {t("decline")}
          </Button>
          <Button size="compact-md" variant="subtle" onClick={() => open(row.id, "waiting")}>
            {t("look")}
          </Button>
        </div>
      </div>
    </article>
  );
}
