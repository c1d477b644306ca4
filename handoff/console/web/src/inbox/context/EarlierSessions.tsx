/** Sessions before this one, the latest first; each opens at its place in the thread. */
import { Text, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useFormatter, useTranslations } from "use-intl";

import type { ClosedSession } from "../../api/types";
import { useTopicName } from "../../shared/names";
import { useReasonName } from "../wording";
import classes from "./ContextPanel.module.css";
import { Section } from "./parts";

export function EarlierSessions({
  sessions,
  onJump,
}: {
  sessions: ClosedSession[];
  onJump: (id: string) => void;
}) {
  const t = useTranslations("context");
  const format = useFormatter();
  const topicName = useTopicName();
  const reasonName = useReasonName();
  return (
    <Section title={t("earlier", { count: sessions.length })}>
      {sessions.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noEarlier")}
        </Text>
      ) : (
        <ul className={classes.earlier}>
          {sessions.toReversed().map((session) => (
            <li key={session.id}>
              <UnstyledButton className={classes.past} onClick={() => onJump(session.id)}>
                <span>
                  <Text component="span" display="block" size="sm" fw={550}>
                    {session.topic ? topicName(session.topic) : t("noTopic")}
                  </Text>
                  <Text component="span" display="block" size="xs" c="dimmed">
                    #{session.number} ·{" "}
                    {format.dateTime(new Date(session.closed_at), { dateStyle: "medium" })} ·{" "}
                    {reasonName(session.reason)}
                  </Text>
                </span>
                <IconChevronRight size={15} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
