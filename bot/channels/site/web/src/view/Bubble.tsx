import { page, pieces, safe, unnamed } from "../links";
import type { Message } from "../protocol";
import { time } from "../times";
import type { Setting } from "./App";
import { FileView } from "./FileView";
import { CheckIcon } from "./icons";
import type { Resting } from "./Log";
import { Text } from "./Text";

type Props = Setting &
  Resting & { message: Message; first: boolean; active: boolean; pressed: string | undefined };

/** One message of the thread; `first` of its author's, so that it carries the name. */
export function Bubble({ chat, texts, language, base, rest, message, first, active, pressed }: Props) {
  const own = message.side === "customer";
  const author = own ? texts.you : (message.author ?? texts.assistant);
  const at = new Date(message.at);
  return (
    <article class={own ? "message own" : `message ${message.side}`}>
      <p class={first && !own ? "author" : "hidden"}>{author}</p>
      <div class="bubble">
        {message.quote && <blockquote class="quote">{message.quote.text}</blockquote>}
        {message.deleted && <em class="gone">{texts.deleted}</em>}
        {message.files.map((file, index) => (
          <FileView key={index} file={file} base={base} />
        ))}
        <Text pieces={pieces(message.text, message.sources, base)} />
        {unnamed(message.text, message.sources).map((source) => (
          <p key={source.title} class="source">
            {texts.readMore} <Text pieces={[{ text: source.title, ...linked(page(source, base)) }]} />
          </p>
        ))}
      </div>
      {message.buttons.length > 0 && (
        <div class="buttons" role="group" aria-label={author}>
          {message.buttons.map((button) => {
            const address = button.url === null ? null : safe(button.url);
            return address !== null ? (
              <a key={button.action} href={address} target="_blank" rel="noopener noreferrer">
                {button.label}
              </a>
            ) : (
              <button
                key={button.action}
                type="button"
                disabled={!active}
                aria-pressed={pressed === button.action}
                onClick={() => {
                  chat.press(message, button);
                  rest();
                }}
              >
                {pressed === button.action && <CheckIcon title={texts.chosen} />}
                {button.label}
              </button>
            );
          })}
        </div>
      )}
      <p class="meta">
        <time dateTime={message.at} title={at.toLocaleString(language)}>
          {time(at, language)}
        </time>
        {message.edited && !message.deleted && <span>{texts.edited}</span>}
        {own && <CheckIcon title={texts.sent} />}
      </p>
    </article>
  );
}

function linked(href: string | null): { href?: string } {
  return href === null ? {} : { href };
}
