/** One conversation opened: who it is, what was said, and where to write. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";

import { api, ApiError } from "../api/client";
import { conversationQuery, useLines } from "../api/queries";
import type { Conversation } from "../api/types";
import { useMe } from "../app/session";
import { AlsoOpen } from "../people/AlsoOpen";
import { useCustomerName } from "../shared/names";
import { Failure } from "../shared/States";
import { Dialogs, type Dialog } from "./actions/Dialogs";
import type { Move } from "./actions/moves";
import { Composer } from "./composer/Composer";
import classes from "./ConversationPane.module.css";
import { allowed } from "./rules";
import { Thread } from "./thread/Thread";
import { ThreadHeader } from "./thread/ThreadHeader";
import type { Jump } from "./thread/useJump";
import { useDesk } from "./useDesk";
import { usePlace } from "./usePlace";
import { useSessionCommands } from "./useSessionCommands";

interface Props {
  id: string;
  jump: Jump | null;
  contextShown: boolean;
  onContext: () => void;
  onBack: () => void;
}

export function ConversationPane(props: Props) {
  const conversation = useQuery(conversationQuery(props.id));
  if (conversation.isPending) {
    return (
      <main className={classes.pane}>
        <div className={classes.loading}>
          <Skeleton circle height={38} />
          <Skeleton height={14} width={180} />
        </div>
      </main>
    );
  }
  // It may have gone where this reader can't see it, while they had it open.
  const gone = conversation.error instanceof ApiError && conversation.error.status === 404;
  if (!conversation.data || gone) {
    return (
      <main className={classes.pane}>
        <Failure error={conversation.error} retry={() => void conversation.refetch()} />
      </main>
    );
  }
  return <Opened {...props} conversation={conversation.data} />;
}

function Opened({
  id,
  conversation,
  jump,
  contextShown,
  onContext,
  onBack,
}: Props & { conversation: Conversation }) {
  const me = useMe();
  const desk = useDesk(id);
  const { session } = conversation;
  const line = useLines().find((each) => "line" in session && each.id === session.line);
  const may = allowed(session, me, line);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const name = useCustomerName()(conversation);

  useSeen(conversation, may.reply);

  const { take, takeOver, resume } = desk;
  const { open } = usePlace();
  const [taken, setTaken] = useState(0);
  const onTake = useCallback(async () => {
    if ((await (may.take === "from_colleague" ? takeOver() : take())) !== null) return;
    // What was taken moves to one's own list, and so does its taker, who writes next.
    setTaken((before) => before + 1);
    open(id, "mine");
  }, [may.take, takeOver, take, open, id]);
  const tookIt = useCallback(() => void onTake(), [onTake]);
  const onMove = useCallback(
    (move: Move) => (move.dialog ? setDialog(move.dialog) : void resume()),
    [resume],
  );

  useSessionCommands(may, tookIt, onMove, onContext);

  return (
    <main className={classes.pane} aria-label={name}>
      <ThreadHeader
        conversation={conversation}
        may={may}
        busy={desk.busy}
        contextShown={contextShown}
        onTake={tookIt}
        onDecline={() => void desk.decline()}
        onMove={onMove}
        onContext={onContext}
        onBack={onBack}
      />
      <AlsoOpen id={id} />
      <Thread conversation={conversation} jump={jump} />
      <Composer conversation={conversation} may={may} busy={desk.busy} taken={taken} onTake={tookIt} />
      <Dialogs
        open={dialog}
        onClose={() => setDialog(null)}
        conversation={conversation}
        may={may}
        desk={desk}
      />
    </main>
  );
}

/** Tells the desk that the holder has the thread before their eyes. */
function useSeen({ id, unread }: Conversation, mine: boolean): void {
  useEffect(() => {
    if (!mine || unread === 0) return;
    const tell = () => {
      if (document.hidden) return;
      // A lost one is told again with the next message; nobody needs to hear of it.
      api
        .POST("/api/conversations/{conversation_id}/seen", { params: { path: { conversation_id: id } } })
        .catch(() => {});
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [id, unread, mine]);
}
