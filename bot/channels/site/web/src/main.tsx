/** Puts the chat on the page whose script tag this is: `<script src="…/widget.js" data-language="en" async></script>`. */

import { render } from "preact";
import { Chat } from "./chat";
import { Memory, shelf } from "./memory";
import { choose, textsIn } from "./texts";
import { App } from "./view/App";
import style from "./view/style.css?inline";
import { followViewport } from "./viewport";

// Only while the script runs for the first time does the browser say which tag it came from.
const tag = document.currentScript as HTMLScriptElement;

function start(): void {
  if (document.querySelector("helpline-chat")) return; // the tag is on the page twice
  const language = choose(tag.dataset.language, document.documentElement.lang, navigator.language);
  const texts = textsIn(language);
  const chat = new Chat(
    socketOf(tag.src),
    new URL("channels/site/files", tag.src).href,
    language,
    new Memory(shelf()),
  );

  const host = document.createElement("helpline-chat");
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet passes a content security policy that forbids inline styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  document.body.append(host);
  followViewport(host);
  render(
    <App
      chat={chat}
      texts={texts}
      language={language}
      title={tag.dataset.title ?? texts.title}
      base={tag.src}
    />,
    root,
  );

  window.addEventListener("online", () => {
    chat.wake();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") chat.wake();
  });
  chat.resume();
}

/** The socket is served by whoever serves the script. */
function socketOf(script: string): string {
  const url = new URL("channels/site/socket", script);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
