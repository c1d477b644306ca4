/** How urgent the session is and why, and every promise that runs or was missed. */
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { ClockView, Conversation } from "../../api/types";
import { levelOf } from "../marks/levels";
import { PriorityFlag } from "../marks/PriorityFlag";
import { TimeLeft } from "../marks/TimeLeft";
import { useClockWords, useTargetName } from "../marks/useClockWords";
import { useTicking } from "../../shared/ticking";
import { PriorityParts } from "../why/PriorityParts";
import classes from "./ContextPanel.module.css";
import { Section } from "./parts";

export function PriorityFacts({
  conversation: { session },
  onChange,
}: {
  conversation: Conversation;
  /** None: this reader may not. */
  onChange: (() => void) | undefined;
}) {
  const t = useTranslations("context");
  const priority = session.handling?.priority;
  if (!priority || !session.handling?.handed_at) return null;
  return (
    <Section title={t("priority")} {...(onChange && { onOpen: onChange, hint: t("change") })}>
      <PriorityFlag level={levelOf(session.handling)} />
      <Text component="div" size="xs" c="dimmed" mt={4}>
        <PriorityParts priority={priority} />
      </Text>
    </Section>
  );
}

export function ClockFacts({ clocks }: { clocks: ClockView[] }) {
  const t = useTranslations("clocks");
  if (clocks.length === 0) return null;
  return (
    <Section title={t("title")}>
      <ul className={classes.clocks}>
        {clocks.map((clock) => (
          <ClockRow key={`${clock.target}${clock.status ?? ""}${clock.started_at}`} clock={clock} />
        ))}
      </ul>
    </Section>
  );
}

function ClockRow({ clock }: { clock: ClockView }) {
  const targetName = useTargetName();
  const words = useClockWords();
  // All but the first line, which the mark at its right says already.
  const said = useTicking(() => words(clock).slice(1).join(" · "));
  return (
    <li>
      <span className={classes.clock}>
        <Text component="span" size="sm" fw={550} flex={1}>
          {targetName(clock)}
        </Text>
        <TimeLeft clock={clock} />
      </span>
      <Text component="span" display="block" size="xs" c="dimmed">
        {said}
      </Text>
    </li>
  );
}
