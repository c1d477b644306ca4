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
import { useTranslations } from "use-intl";

import type { Delivery } from "../../api/types";

const LOOKS: Record<Delivery["state"], { icon: Icon; color?: string }> = {
  queued: { icon: IconClock },
  accepted: { icon: IconCheck },
  delivered: { icon: IconChecks },
  read: { icon: IconChecks, color: "var(--hl-read)" },
  failed: { icon: IconAlertCircleFilled, color: "var(--mantine-color-error)" },
  unknown: { icon: IconHelpCircle, color: "var(--hl-warm)" },
};

export function Ticks({ delivery }: { delivery: Delivery }) {
  const t = useTranslations("delivery");
  const { icon: Mark, color } = LOOKS[delivery.state];
  const label = delivery.reason ? `${t(delivery.state)}: ${delivery.reason}` : t(delivery.state);
  return (
    <Tooltip label={label} multiline maw={320}>
      <Mark size={15} color={color} role="img" aria-label={label} />
    </Tooltip>
  );
}
