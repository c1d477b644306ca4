import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { State } from "../chat";
import { LONGEST_TEXT } from "../protocol";
import { say } from "../texts";
import type { Setting } from "./App";
import { Attachments } from "./Attachments";
import { ClipIcon, SendIcon } from "./icons";

const WARN_AT = 200;

/** Where the visitor writes. Enter sends, Shift+Enter begins a line. */
export function Composer({
  chat,
  texts,
  language,
  state,
  writing,
}: Setting & { state: State; writing: RefObject<HTMLTextAreaElement | null> }) {
  const [text, setText] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const { attached } = state;
  const { attaching } = chat;
  const sendable = attached.every((each) => each.done) && (text.trim() !== "" || attached.length > 0);
  const left = LONGEST_TEXT - text.length;

  const send = () => {
    if (!sendable) return;
    chat.say(text.trim());
    setText("");
    writing.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {left <= WARN_AT && (
        <p class="left" role="status">
          {say(texts.tooLong, language, left)}
        </p>
      )}
      {attached.length > 0 && (
        <Attachments
          texts={texts}
          items={attached}
          onRemove={(key) => {
            attaching.remove(key);
            writing.current?.focus();
          }}
          onRetry={(item) => {
            attaching.retry(item);
          }}
        />
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={texts.attach}
        onChange={({ currentTarget }) => {
          attaching.add([...(currentTarget.files ?? [])]);
          currentTarget.value = ""; // else the same file could not be chosen again
        }}
      />
      <button
        type="button"
        class="clip"
        title={texts.attach}
        aria-label={texts.attach}
        onClick={() => picker.current?.click()}
      >
        <ClipIcon />
      </button>
      {/* The copy gives the field the height of its text. */}
      <div class="field" data-text={`${text} `}>
        <textarea
          ref={writing}
          rows={1}
          maxLength={LONGEST_TEXT}
          value={text}
          placeholder={texts.writeHere}
          aria-label={texts.yourMessage}
          enterkeyhint="send"
          onInput={(event) => {
            setText(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0) return;
            event.preventDefault();
            attaching.add(files);
          }}
        />
      </div>
      <button type="submit" class="send" aria-label={texts.send} disabled={!sendable}>
        <SendIcon />
      </button>
    </form>
  );
}
