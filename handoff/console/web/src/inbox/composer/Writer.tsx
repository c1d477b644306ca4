/** The text field: a draft that is kept, ready replies after a slash, and the keys that send. */
import { ActionIcon, Textarea, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconSend2 } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslations } from "use-intl";

import { cannedQuery } from "../../api/queries";
import type { Conversation } from "../../api/types";
import { usePreferences } from "../../app/preferences";
import { useThread } from "../thread/useThread";
import { AttachButton } from "./AttachButton";
import { AttachList } from "./AttachList";
import { matching, sought } from "./canned";
import { CannedList } from "./CannedList";
import classes from "./Composer.module.css";
import { useDraft } from "./drafts";
import { DropTarget } from "./DropTarget";
import type { Kind } from "./outbox";
import { useAttached } from "./useAttached";
import { useSend } from "./useSend";

interface Props {
  kind: Kind;
  conversation: Conversation;
  /** Grows each time the reader asks for the field by a key. */
  summons: number;
}

export function Writer({ kind, conversation, summons }: Props) {
  const t = useTranslations("composer");
  const { language } = usePreferences();
  const [text, setText] = useDraft(conversation.id, kind);
  const { data: thread } = useThread(conversation.id);
  const { send } = useSend(conversation.id);
  const attached = useAttached(conversation.id);
  const files = kind === "reply" ? attached.items : [];
  const { data: canned = [] } = useQuery(cannedQuery);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (summons > 0) field.current?.focus();
  }, [summons]);

  const typed = kind === "reply" && text !== dismissed ? sought(text) : null;
  const offered =
    typed === null ? [] : matching(canned, typed, [conversation.customer.language, language, "en"]);
  const active = Math.min(chosen, offered.length - 1);

  const sendable = files.every((each) => each.file) && (text.trim() !== "" || files.length > 0);

  const submit = () => {
    const words = text.trim();
    if (!sendable) return;
    const sent = files.flatMap((each) => (each.file ? [each.file] : []));
    send(kind, words, thread?.items.at(-1)?.number ?? conversation.count, sent);
    setText("");
    if (files.length > 0) attached.clear();
  };

  const insert = (index: number) => {
    const reply = offered[index];
    if (reply) setText(reply.text);
    setChosen(0);
    field.current?.focus();
  };

  const choose = (event: KeyboardEvent): boolean => {
    if (offered.length === 0 || event.shiftKey) return false;
    switch (event.key) {
      case "ArrowDown":
        setChosen((active + 1) % offered.length);
        return true;
      case "ArrowUp":
        setChosen((active - 1 + offered.length) % offered.length);
        return true;
      case "Enter":
      case "Tab":
        insert(active);
        return true;
      case "Escape":
        setDismissed(text);
        return true;
      default:
        return false;
    }
  };

  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter chooses its word.
    if (event.nativeEvent.isComposing) return;
    if (choose(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") event.currentTarget.blur();
  };

  const pasted = (event: ClipboardEvent) => {
    if (kind !== "reply" || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attached.add([...event.clipboardData.files]);
  };

  return (
    <DropTarget active={kind === "reply"} onDrop={attached.add}>
      {files.length > 0 && <AttachList items={files} onRemove={attached.remove} onRetry={attached.retry} />}
      <div className={classes.writer}>
        {kind === "reply" && <AttachButton onPick={attached.add} />}
        {offered.length > 0 && <CannedList offered={offered} active={active} onUse={insert} />}
        <Textarea
          ref={field}
          className={classes.text}
          classNames={{ input: classes.input }}
          variant="unstyled"
          autosize
          minRows={2}
          maxRows={10}
          maxLength={20_000}
          aria-label={t(kind)}
          placeholder={t(kind === "reply" ? "placeholder" : "notePlaceholder")}
          dir="auto"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={pressed}
          onPaste={pasted}
          aria-autocomplete="list"
          aria-controls={offered.length > 0 ? "canned" : undefined}
          aria-activedescendant={offered.length > 0 ? `canned-${active}` : undefined}
        />
        <Tooltip label={t("sendHint")}>
          <ActionIcon
            variant="filled"
            size={36}
            radius="xl"
            color={kind === "note" ? "amber.7" : undefined}
            disabled={!sendable}
            aria-label={t(kind === "note" ? "saveNote" : "send")}
            onClick={submit}
          >
            <IconSend2 size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </DropTarget>
  );
}
