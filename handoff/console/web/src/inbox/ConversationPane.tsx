/** One conversation opened: who it is, what was said, and where to write. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { api } from "../api/client";
import { conversationQuery } from "../api/queries";
import type { Conversation } from "../api/types";
import { useCommands, type Command } from "../app/commands";
import { useMe } from "../app/session";
import { useCustomerName } from "../shared/names";
import { Failure } from "../shared/States";
import { CloseDialog } from "./actions/CloseDialog";
import { GiveBackDialog } from "./actions/GiveBackDialog";
import { TransferDialog } from "./actions/TransferDialog";
import { Composer } from "./composer/Composer";
import classes from "./ConversationPane.module.css";
import { allowed } from "./rules";
import { Thread } from "./thread/Thread";
import { ThreadHeader } from "./thread/ThreadHeader";
import type { Jump } from "./thread/useJump";
import { useDesk } from "./useDesk";
import { usePlace } from "./usePlace";

export type Dialog = "transfer" | "close" | "giveBack";

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
  if (!conversation.data) {
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
  const t = useTranslations("desk");
  const me = useMe();
  const desk = useDesk(id);
  const may = allowed(conversation.session, me);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const name = useCustomerName()(conversation);
  const close = () => setDialog(null);

  useSeen(conversation, may.reply);

  const { take, takeOver } = desk;
  const { open } = usePlace();
  const onTake = useCallback(async () => {
    // What was taken moves to one's own list, and so does its taker.
    if (await (may.take === "from_colleague" ? takeOver() : take())) open(id, "mine");
  }, [may.take, takeOver, take, open, id]);

  useCommands(
    "session",
    useMemo(() => {
      const group = t("group");
      const commands: (Command | false)[] = [
        may.take !== null && {
          id: "take",
          label: t(`take.${may.take}`),
          group,
          keys: ["a"],
          run: () => void onTake(),
        },
        may.transferToLine && {
          id: "transfer",
          label: t("transfer"),
          group,
          keys: ["t"],
          run: () => setDialog("transfer"),
        },
        may.giveBack && {
          id: "give-back",
          label: t("giveBack"),
          group,
          keys: ["b"],
          run: () => setDialog("giveBack"),
        },
        may.close && { id: "close", label: t("close"), group, keys: ["c"], run: () => setDialog("close") },
        { id: "context", label: t("context"), group, keys: ["i"], run: onContext },
      ];
      return commands.filter((each) => each !== false);
      // `may` is made anew on each render; its parts are what matters.
    }, [t, may.take, may.transferToLine, may.giveBack, may.close, onTake, onContext]),
  );

  return (
    <main className={classes.pane} aria-label={name}>
      <ThreadHeader
        conversation={conversation}
        may={may}
        busy={desk.busy}
        contextShown={contextShown}
        onTake={() => void onTake()}
        onDialog={setDialog}
        onContext={onContext}
        onBack={onBack}
      />
      <Thread conversation={conversation} jump={jump} />
      <Composer conversation={conversation} may={may} busy={desk.busy} onTake={() => void onTake()} />
      <TransferDialog
        opened={dialog === "transfer"}
        onClose={close}
        conversation={conversation}
        may={may}
        desk={desk}
      />
      <CloseDialog opened={dialog === "close"} onClose={close} conversation={conversation} desk={desk} />
      <GiveBackDialog
        opened={dialog === "giveBack"}
        onClose={close}
        conversation={conversation}
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
