/** How far a message came: clock, one tick, two, two coloured; a red mark, or a question when nobody knows. */
import { Tooltip } from "@mantine/core";
import {
  IconAlertCircleFilled,
  IconCheck,
  IconChecks,
  IconClock,
  IconHelpCircle,
  type Icon,
} from "@tabler/icons-react";
import { useFormatter, useTranslations } from "use-intl";

import type { Delivery } from "../../api/types";
import { said } from "../../shared/said";
import { usePlaceInThread } from "./place";

const LOOKS: Record<Delivery["state"], { icon: Icon; color?: string }> = {
  queued: { icon: IconClock },
  accepted: { icon: IconCheck },
  delivered: { icon: IconChecks },
  read: { icon: IconChecks, color: "var(--hl-read)" },
  failed: { icon: IconAlertCircleFilled, color: "var(--mantine-color-error)" },
  unknown: { icon: IconHelpCircle, color: "var(--hl-warm)" },
};

/** These never tell of a second tick: who waits for one should know that it will not come. */
const SILENT = /^(telegram|email|custom)\b/;

export function Ticks({ delivery }: { delivery: Delivery }) {
  const t = useTranslations("delivery");
  const format = useFormatter();
  const { conversation } = usePlaceInThread();
  const { icon: Mark, color } = LOOKS[delivery.state];
  const at = format.dateTime(new Date(delivery.at), { timeStyle: "short" });
  const known = delivery.state === "delivered" || delivery.state === "read";
  const silent = delivery.state === "accepted" && SILENT.test(conversation.channel);
  const state = known ? t(delivery.state, { at }) : t(silent ? "acceptedOnly" : delivery.state);
  const label = delivery.reason ? `${state}: ${said(delivery.reason)}` : state;
  return (
    <Tooltip label={label} multiline maw={320}>
      <Mark size={15} color={color} role="img" aria-label={label} />
    </Tooltip>
  );
}
