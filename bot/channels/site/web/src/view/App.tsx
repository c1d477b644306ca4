import { useEffect, useRef, useState } from "preact/hooks";
import type { Chat, State } from "../chat";
import { say, type Texts } from "../texts";
import { unread } from "../thread";
import { BubbleIcon } from "./icons";
import { Panel } from "./Panel";

export type Setting = { chat: Chat; texts: Texts; language: string; title: string; base: string };

/** The button in the corner, and the panel when it is open. */
export function App(setting: Setting) {
  const { chat, texts, language } = setting;
  const state = useChat(chat);
  const launcher = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);

  useEffect(() => {
    if (wasOpen.current && !state.open) launcher.current?.focus();
    wasOpen.current = state.open;
  }, [state.open]);

  const news = unread(state.thread, state.seen);
  const label = news > 0 ? say(texts.unread, language, news) : texts.openChat;
  return (
    <div lang={language}>
      {state.open && <Panel {...setting} state={state} />}
      <button
        ref={launcher}
        type="button"
        class="launcher"
        hidden={state.open}
        aria-label={label}
        aria-haspopup="dialog"
        onClick={() => {
          chat.open();
        }}
      >
        <BubbleIcon />
        {news > 0 && (
          <span class="badge" aria-hidden="true">
            {news > 9 ? "9+" : news}
          </span>
        )}
      </button>
    </div>
  );
}

function useChat(chat: Chat): State {
  const [state, setState] = useState(chat.state);
  useEffect(
    () =>
      chat.subscribe(() => {
        setState(chat.state);
      }),
    [chat],
  );
  return state;
}
