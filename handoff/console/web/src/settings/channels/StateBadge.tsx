/** How a connection fares, in a word and a colour. */
import { Badge } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconPlayerPause } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import type { HealthView } from "./model";

const LOOKS = {
  ok: { color: "helpline", icon: IconCheck },
  quiet: { color: "cyan", icon: IconCircleDashed },
  failing: { color: "red", icon: IconAlertTriangle },
  off: { color: "gray", icon: IconPlayerPause },
} as const;

export function StateBadge({ state }: Pick<HealthView, "state">) {
  const t = useTranslations("connections.states");
  const { color, icon: Mark } = LOOKS[state];
  return (
    <Badge variant="light" tt="none" color={color} leftSection={<Mark size={12} aria-hidden />}>
      {t(state)}
    </Badge>
  );
}
