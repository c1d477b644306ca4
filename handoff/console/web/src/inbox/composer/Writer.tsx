/** The text field: a draft that is kept, what it is aimed at, files, ready replies after a slash, and the keys that send. */
import { ActionIcon, Textarea, Tooltip } from "@mantine/core";
import { IconCheck, IconSend2 } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { usePreferences } from "../../app/preferences";
import { useMe } from "../../app/session";
import { lastCorrectable } from "../thread/deeds";
import { useSnippet } from "../thread/useSnippet";
import { useThread } from "../thread/useThread";
import { aims, useAim } from "./aim";
import { AimBar } from "./AimBar";
import { AttachButton } from "./AttachButton";
import { AttachList } from "./AttachList";
import { CannedList } from "./CannedList";
import classes from "./Composer.module.css";
import { DropTarget } from "./DropTarget";
import { FormatBar } from "./FormatBar";
import { Length } from "./Length";
import { MARK_KEYS, type Mark } from "./marking";
import { markIn } from "./markIn";
import type { Kind } from "./outbox";
import { Preview } from "./Preview";
import { useAttached } from "./useAttached";
import { useCanned } from "./useCanned";
import { useCorrect } from "./useCorrect";
import { useSend } from "./useSend";
import { useWords } from "./useWords";

interface Props {
  kind: Kind;
  conversation: Conversation;
  /** Grows each time the reader asks for the field by a key. */
  summons: number;
}

export function Writer({ kind, conversation, summons }: Props) {
  const t = useTranslations("composer");
  const me = useMe();
  const { language } = usePreferences();
  const toCustomer = kind === "reply";
  const held = useAim(conversation.id);
  const aim = toCustomer ? held : null;
  const correcting = aim?.kind === "correct" ? aim : null;
  const { text, setText } = useWords(conversation.id, kind, aim);
  const { data: thread } = useThread(conversation.id);
  const { send } = useSend(conversation.id);
  const { busy, correct } = useCorrect(conversation.id);
  const snippet = useSnippet();
  const attached = useAttached(conversation.id, kind);
  const attachable = !correcting;
  const answering = toCustomer && attachable;
  const files = attachable ? attached.items : [];
  const field = useRef<HTMLTextAreaElement>(null);
  const mark = (sign: Mark) => field.current && markIn(field.current, sign);
  const [previewed, setPreviewed] = useState(false);
  const canned = useCanned(
    answering ? text : "",
    [conversation.customer.language, language, "en"],
    (words) => {
      setText(words);
      field.current?.focus();
    },
  );

  const target = aim && `${aim.kind} ${aim.message.number}`;
  useEffect(() => {
    if (summons > 0 || target) field.current?.focus();
  }, [summons, target]);

  const { abilities } = conversation;
  const sendable = files.every((each) => each.file) && (text.trim() !== "" || files.length > 0) && !busy;

  const submit = () => {
    const words = text.trim();
    if (!sendable) return;
    if (correcting) return void correct(correcting.message, words);
    const sent = files.flatMap((each) => (each.file ? [each.file] : []));
    const quote = aim
      ? { message: aim.message.id, side: aim.message.side, text: snippet(aim.message) }
      : undefined;
    send(kind, words, thread?.items.at(-1)?.number ?? conversation.count, sent, quote);
    setText("");
    if (files.length > 0) attached.clear();
    if (aim) aims.set(conversation.id, null);
  };

  /** The up arrow in an empty field: what one wrote last, to be put right. */
  const recall = (): boolean => {
    const reader = { ...me, mine: true };
    const last = lastCorrectable(thread?.items ?? [], reader, abilities, Date.now());
    if (!answering || text !== "" || !last) return false;
    aims.correct(conversation.id, last);
    return true;
  };

  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter chooses its word.
    if (event.nativeEvent.isComposing) return;
    const sign = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && MARK_KEYS[event.key];
    if (canned.choose(event)) event.preventDefault();
    else if (toCustomer && sign) {
      event.preventDefault();
      mark(sign);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && recall()) event.preventDefault();
    else if (event.key === "Escape" && aim) aims.set(conversation.id, null);
    else if (event.key === "Escape") event.currentTarget.blur();
  };

  const pasted = (event: ClipboardEvent) => {
    if (!attachable || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attached.add([...event.clipboardData.files]);
  };

  return (
    <DropTarget active={attachable} onDrop={attached.add}>
      {files.length > 0 && <AttachList items={files} onRemove={attached.remove} onRetry={attached.retry} />}
      {aim && <AimBar conversation={conversation} aim={aim} />}
      {previewed && toCustomer && text.trim() && <Preview text={text} conversation={conversation} />}
      <div className={classes.writer}>
        {canned.offered.length > 0 && (
          <CannedList offered={canned.offered} active={canned.active} onUse={canned.insert} />
        )}
        <Textarea
          ref={field}
          classNames={{ input: classes.input }}
          variant="unstyled"
          autosize
          minRows={2}
          maxRows={10}
          maxLength={20_000}
          aria-label={t(kind)}
          placeholder={t(toCustomer ? "placeholder" : "notePlaceholder")}
          dir="auto"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            canned.restart();
          }}
          onKeyDown={pressed}
          onPaste={pasted}
          aria-autocomplete="list"
          aria-controls={canned.offered.length > 0 ? "canned" : undefined}
          aria-activedescendant={canned.offered.length > 0 ? `canned-${canned.active}` : undefined}
        />
        <div className={classes.tools}>
          {attachable && <AttachButton onPick={attached.add} />}
          {toCustomer && (
            <FormatBar
              previewed={previewed}
              onMark={mark}
              onPreview={() => setPreviewed((before) => !before)}
            />
          )}
          {toCustomer ? (
            <Length text={text} conversation={conversation} />
          ) : (
            <span className={classes.length} />
          )}
          <Tooltip label={t(correcting ? "correctHint" : "sendHint")}>
            <ActionIcon
              variant="filled"
              size={34}
              radius="xl"
              color={kind === "note" ? "amber.7" : undefined}
              disabled={!sendable}
              aria-label={t(correcting ? "correct" : kind === "note" ? "saveNote" : "send")}
              onClick={submit}
            >
              {correcting ? <IconCheck size={18} /> : <IconSend2 size={18} />}
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
    </DropTarget>
  );
}
