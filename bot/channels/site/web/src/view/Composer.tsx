import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { LONGEST_TEXT } from "../protocol";
import { say } from "../texts";
import type { Setting } from "./App";
import { SendIcon } from "./icons";

const WARN_AT = 200;

/** Where the visitor writes. Enter sends, Shift+Enter begins a line. */
export function Composer({
  chat,
  texts,
  language,
  writing,
}: Setting & { writing: RefObject<HTMLTextAreaElement | null> }) {
  const [text, setText] = useState("");
  const left = LONGEST_TEXT - text.length;

  const send = () => {
    if (text.trim() === "") return;
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
        />
      </div>
      <button type="submit" class="send" aria-label={texts.send} disabled={text.trim() === ""}>
        <SendIcon />
      </button>
    </form>
  );
}
