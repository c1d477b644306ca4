/** What is known besides the words: promises, the customer, this session, what the bot believed, earlier sessions. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { conversationQuery, useLines } from "../../api/queries";
import type { Conversation, Message } from "../../api/types";
import { useMe } from "../../app/session";
import { Channels } from "../../people/Channels";
import { PriorityDialog } from "../actions/PriorityDialog";
import { allowed } from "../rules";
import { BeliefLine } from "../thread/BeliefLine";
import { useThread } from "../thread/useThread";
import { useDesk } from "../useDesk";
import { CardDialog } from "./CardDialog";
import { CustomerCard } from "./CustomerCard";
import { EarlierSessions } from "./EarlierSessions";
import { Section } from "./parts";
import { RequestFacts, SessionFacts } from "./SessionFacts";
import { ClockFacts, PriorityFacts } from "./Urgency";

interface Props {
  id: string;
  onJump: (sessionId: string) => void;
}

export function ContextPanel({ id, onJump }: Props) {
  const { data: conversation } = useQuery(conversationQuery(id));
  return conversation ? <Known conversation={conversation} onJump={onJump} /> : null;
}

function Known({ conversation, onJump }: { conversation: Conversation; onJump: Props["onJump"] }) {
  const me = useMe();
  const desk = useDesk(conversation.id);
  const { data: thread } = useThread(conversation.id);
  const { session } = conversation;
  const line = useLines().find((each) => "line" in session && each.id === session.line);
  const may = allowed(session, me, line);
  const [dialog, setDialog] = useState<"card" | "priority" | null>(null);
  const close = () => setDialog(null);
  const edit = () => setDialog("card");
  return (
    <>
      <CustomerCard conversation={conversation} mine={may.reply} onEdit={edit} />
      <Channels conversation={conversation} />
      <ClockFacts clocks={conversation.clocks} />
      <PriorityFacts
        conversation={conversation}
        onChange={may.prioritise ? () => setDialog("priority") : undefined}
      />
      <RequestFacts conversation={conversation} onEdit={edit} />
      <SessionFacts conversation={conversation} onJump={onJump} />
      <LastBelief messages={thread?.items ?? []} sessionId={session.id} />
      <EarlierSessions conversation={conversation} onJump={onJump} />
      <CardDialog opened={dialog === "card"} onClose={close} conversation={conversation} />
      <PriorityDialog
        opened={dialog === "priority"}
        onClose={close}
        conversation={conversation}
        desk={desk}
      />
    </>
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
