/** Their other sessions, on whichever channel, the latest first; each opens at its place in its thread. */
import { Text, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { personQuery, type MetSession } from "../../people/queries";
import { ChannelIcon } from "../../shared/Face";
import { useTopicName } from "../../shared/names";
import { usePlace } from "../usePlace";
import { useReasonName } from "../wording";
import classes from "./ContextPanel.module.css";
import { Section } from "./parts";

interface Props {
  conversation: Conversation;
  onJump: (sessionId: string) => void;
}

export function EarlierSessions({ conversation, onJump }: Props) {
  const t = useTranslations("context");
  const { open } = usePlace();
  const { data: person } = useQuery(personQuery(conversation.id));
  const several = (person?.members.length ?? 0) > 1;
  const sessions = person?.sessions.filter((each) => each.session.id !== conversation.session.id) ?? [];
  return (
    <Section title={t("earlier", { count: sessions.length })}>
      {sessions.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noEarlier")}
        </Text>
      ) : (
        <ul className={classes.earlier}>
          {sessions.map((met) => (
            <li key={met.session.id}>
              <UnstyledButton
                className={classes.past}
                onClick={() =>
                  met.conversation_id === conversation.id ? onJump(met.session.id) : open(met.conversation_id)
                }
              >
                <Past met={met} marked={several} />
                <IconChevronRight size={15} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** `marked` with its channel, where there are several. */
function Past({ met: { channel, session }, marked }: { met: MetSession; marked: boolean }) {
  const t = useTranslations("context");
  const format = useFormatter();
  const topicName = useTopicName();
  const reasonName = useReasonName();
  const over = session.state === "closed";
  const day = format.dateTime(new Date(over ? session.closed_at : session.started_at), {
    dateStyle: "medium",
  });
  const topic = session.topic;
  return (
    <span>
      <Text component="span" display="block" size="sm" fw={550}>
        {marked && (
          <>
            <ChannelIcon channel={channel} />{" "}
          </>
        )}
        {topic ? topicName(topic) : t("noTopic")}
      </Text>
      <Text component="span" display="block" size="xs" c="dimmed">
        #{session.number} · {day} · {over ? reasonName(session.reason) : t(`states.${session.state}`)}
      </Text>
    </span>
  );
}
