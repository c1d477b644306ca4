/** What is known besides the words: the customer, this session, what the bot believed, earlier sessions. */
import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { conversationQuery } from "../../api/queries";
import type { Conversation, Message } from "../../api/types";
import { Ago } from "../../shared/Ago";
import { Face } from "../../shared/Face";
import {
  useChannelName,
  useCustomerName,
  useLanguageName,
  useLineName,
  usePersonName,
  useTopicName,
} from "../../shared/names";
import { BeliefLine } from "../thread/BeliefLine";
import { useThread } from "../thread/useThread";
import { useReasonName } from "../wording";
import classes from "./ContextPanel.module.css";
import { EarlierSessions } from "./EarlierSessions";
import { Copied, Fact, Moment, Section } from "./parts";

interface Props {
  id: string;
  onJump: (sessionId: string) => void;
}

export function ContextPanel({ id, onJump }: Props) {
  const { data: conversation } = useQuery(conversationQuery(id));
  const { data: thread } = useThread(id);
  if (!conversation) return null;
  return (
    <>
      <CustomerCard conversation={conversation} />
      <SessionFacts conversation={conversation} onJump={onJump} />
      <LastBelief messages={thread?.items ?? []} sessionId={conversation.session.id} />
      <EarlierSessions sessions={conversation.earlier} onJump={onJump} />
    </>
  );
}

function CustomerCard({ conversation }: { conversation: Conversation }) {
  const t = useTranslations("context");
  const languageName = useLanguageName();
  const channelName = useChannelName();
  const { customer } = conversation;
  const name = useCustomerName()(conversation);
  return (
    <section className={classes.customer}>
      <Face name={name} channel={conversation.channel} size={56} />
      <h3 dir="auto">{name}</h3>
      {customer.left && (
        <Badge color="red" variant="light" tt="none">
          {t("left")}
        </Badge>
      )}
      <dl className={classes.facts}>
        <Fact label={t("channel")}>
          {channelName(conversation.channel)}{" "}
          <Text span c="dimmed" fz="inherit">{`· ${conversation.account}`}</Text>
        </Fact>
        {customer.language && <Fact label={t("language")}>{languageName(customer.language)}</Fact>}
        {customer.username && <Fact label={t("username")}>@{customer.username}</Fact>}
        {customer.phone && (
          <Fact label={t("phone")}>
            <Copied text={customer.phone} />
          </Fact>
        )}
        <Fact label={t("externalId")}>
          <Copied text={conversation.external_id} />
        </Fact>
        <Fact label={t("since")}>
          <Moment at={conversation.created_at} />
        </Fact>
      </dl>
    </section>
  );
}

function SessionFacts({
  conversation,
  onJump,
}: {
  conversation: Conversation;
  onJump: (id: string) => void;
}) {
  const t = useTranslations("context");
  const lineName = useLineName();
  const personName = usePersonName();
  const topicName = useTopicName();
  const reasonName = useReasonName();
  const { session } = conversation;
  return (
    <Section
      title={t("session", { number: session.number })}
      onOpen={() => onJump(session.id)}
      hint={t("goToStart")}
    >
      <dl className={classes.facts}>
        <Fact label={t("state")}>{t(`states.${session.state}`)}</Fact>
        {"line" in session && session.line && <Fact label={t("line")}>{lineName(session.line)}</Fact>}
        {session.state === "with_operator" && (
          <Fact label={t("operator")}>{personName(session.operator)}</Fact>
        )}
        <Fact label={t("topic")}>{session.topic ? topicName(session.topic) : t("noTopic")}</Fact>
        <Fact label={t("started")}>
          <Moment at={session.started_at} />
        </Fact>
        {session.state === "waiting" && (
          <Fact label={t("waiting")}>
            <Ago at={session.since} duration />
          </Fact>
        )}
        {session.state === "closed" && <Fact label={t("result")}>{reasonName(session.reason)}</Fact>}
        <Fact label={t("count")}>{conversation.count}</Fact>
      </dl>
    </Section>
  );
}

/** The bot's latest belief of this session: why it did what it did. */
function LastBelief({ messages, sessionId }: { messages: Message[]; sessionId: string }) {
  const t = useTranslations("context");
  const understood = messages.findLast((each) => each.session_id === sessionId && each.belief);
  if (!understood?.belief) return null;
  return (
    <Section title={t("belief")}>
      <Text size="sm" fs="italic" lineClamp={2} mb={4} dir="auto">
        “{understood.content?.text}”
      </Text>
      <BeliefLine belief={understood.belief} />
    </Section>
  );
}
