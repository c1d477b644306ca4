/** Where this session stands: who has it and why, what it is about, and how it came here. */
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { Ago } from "../../shared/Ago";
import { useLineName, usePersonName, useTopicName } from "../../shared/names";
import { useKindName, useReasonName } from "../wording";
import { useLineReason, useOperatorReason } from "../why/useReasons";
import classes from "./ContextPanel.module.css";
import { Mood } from "./Mood";
import { Fact, Moment, Section } from "./parts";

export function SessionFacts({
  conversation,
  onJump,
}: {
  conversation: Conversation;
  onJump: (id: string) => void;
}) {
  const t = useTranslations("context");
  const lineName = useLineName();
  const personName = usePersonName();
  const reasonName = useReasonName();
  const lineReason = useLineReason();
  const operatorReason = useOperatorReason();
  const { session } = conversation;
  const { why_line, why_operator } = session.handling ?? {};
  return (
    <Section
      title={t("session", { number: session.number })}
      onOpen={() => onJump(session.id)}
      hint={t("goToStart")}
    >
      <dl className={classes.facts}>
        <Fact label={t("state")}>{t(`states.${session.state}`)}</Fact>
        {"line" in session && session.line && (
          <Fact label={t("line")}>
            {lineName(session.line)}
            {why_line && <Because text={lineReason(why_line)} />}
          </Fact>
        )}
        {session.state === "with_operator" && (
          <Fact label={t("operator")}>
            {personName(session.operator)}
            {why_operator && <Because text={operatorReason(why_operator)} />}
          </Fact>
        )}
        {session.state === "with_operator" && session.hold && (
          <>
            <Fact label={t("heldUntil")}>
              <Moment at={session.hold.until} />
            </Fact>
            <Fact label={t("heldFor")}>{session.hold.reason}</Fact>
          </>
        )}
        <Fact label={t("started")}>
          <Moment at={session.started_at} />
        </Fact>
        {session.state === "waiting" && (
          <Fact label={t("waiting")}>
            <Ago at={session.since} duration />
          </Fact>
        )}
        {session.state === "closed" && <Fact label={t("result")}>{reasonName(session.reason)}</Fact>}
        {session.state === "closed" && session.comment && <Fact label={t("comment")}>{session.comment}</Fact>}
        <Fact label={t("count")}>{conversation.count}</Fact>
      </dl>
    </Section>
  );
}

/** What is asked, and what it asks of the one who answers. */
export function RequestFacts({
  conversation: { session },
  onEdit,
}: {
  conversation: Conversation;
  onEdit: () => void;
}) {
  const t = useTranslations("context");
  const topicName = useTopicName();
  const kindName = useKindName();
  const personName = usePersonName();
  const {
    kind,
    tags = [],
    effort = 1,
    skills = {},
    sentiment,
    words,
    declined = [],
    reopenings = 0,
    collected = {},
    requests = [],
    rating,
  } = session.handling ?? {};
  return (
    <Section title={t("request")} onOpen={onEdit} hint={t("edit")}>
      <dl className={classes.facts}>
        <Fact label={t("topic")}>{session.topic ? topicName(session.topic) : t("noTopic")}</Fact>
        {kind && <Fact label={t("kind")}>{kindName(kind)}</Fact>}
        {tags.length > 0 && <Fact label={t("tags")}>{tags.join(", ")}</Fact>}
        {sentiment !== undefined && words && (
          <Fact label={t("mood")}>
            <Mood sentiment={sentiment} />
          </Fact>
        )}
        {effort > 1 && <Fact label={t("effort")}>{effort}</Fact>}
        {Object.keys(skills).length > 0 && (
          <Fact label={t("skills")}>
            {Object.entries(skills)
              .map(([skill, level]) => t("skillLevel", { skill, level }))
              .join("; ")}
          </Fact>
        )}
        {declined.length > 0 && (
          <Fact label={t("declined")}>{[...new Set(declined)].map(personName).join(", ")}</Fact>
        )}
        {reopenings > 0 && <Fact label={t("reopenings")}>{reopenings}</Fact>}
        {rating && <Fact label={t("rated")}>{`${rating.score} / ${rating.of}`}</Fact>}
      </dl>
      {requests.length > 0 && (
        <>
          <Text size="xs" c="dimmed" fw={600} mt={10} mb={4}>
            {t("requests")}
          </Text>
          <dl className={classes.facts}>
            {requests.map(({ id, title, fields }) => (
              <Fact key={id} label={title}>
                {Object.entries(fields)
                  .map(([name, value]) => `${name}: ${value}`)
                  .join("; ")}
              </Fact>
            ))}
          </dl>
        </>
      )}
      {Object.keys(collected).length > 0 && (
        <>
          <Text size="xs" c="dimmed" fw={600} mt={10} mb={4}>
            {t("collected")}
          </Text>
          <dl className={classes.facts}>
            {Object.entries(collected).map(([question, answer]) => (
              <Fact key={question} label={question}>
                {answer}
              </Fact>
            ))}
          </dl>
        </>
      )}
    </Section>
  );
}

function Because({ text }: { text: string }) {
  return (
    <Text component="span" display="block" size="xs" c="dimmed">
      {text}
    </Text>
  );
}
