/** A ring that empties until an offer is over, with its seconds inside. */
import { RingProgress, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useTicking } from "../shared/ticking";

export function Countdown({ until }: { until: string }) {
  const t = useTranslations("offers");
  const secondsLeft = (now: number) => Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  const [whole] = useState(() => Math.max(1, secondsLeft(Date.now())));
  const left = useTicking(secondsLeft);
  return (
    <RingProgress
      size={56}
      thickness={5}
      roundCaps
      role="timer"
      aria-label={t("left", { seconds: left })}
      sections={[{ value: (left / whole) * 100, color: left > 10 ? "helpline" : "amber.7" }]}
      label={
        <Text size="xs" fw={650} ta="center" aria-hidden>
          {left < 100 ? left : `${Math.ceil(left / 60)}′`}
        </Text>
      }
    />
  );
}
