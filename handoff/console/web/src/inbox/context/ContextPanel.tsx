/** What is known besides the words: the customer, this session, what the bot believed, earlier sessions. */
import { Badge, CopyButton, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconChevronRight, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { conversationQuery } from "../../api/queries";
import type { ClosedSession, Conversation, Message } from "../../api/types";
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
      <Earlier sessions={conversation.earlier} onJump={onJump} />
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

function Earlier({ sessions, onJump }: { sessions: ClosedSession[]; onJump: (id: string) => void }) {
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

function Section({
  title,
  onOpen,
  hint,
  children,
}: {
  title: string;
  onOpen?: () => void;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <section className={classes.section}>
      <h3>
        {title}
        {onOpen && (
          <UnstyledButton className={classes.hint} onClick={onOpen}>
            {hint}
          </UnstyledButton>
        )}
      </h3>
      {children}
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Moment({ at }: { at: string }) {
  const format = useFormatter();
  return (
    <time dateTime={at}>{format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" })}</time>
  );
}

function Copied({ text }: { text: string }) {
  const t = useTranslations("context");
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <UnstyledButton className={classes.copy} onClick={copy} title={t("copy")}>
          {copied ? t("copied") : text} <IconCopy size={12} aria-hidden />
        </UnstyledButton>
      )}
    </CopyButton>
  );
}
