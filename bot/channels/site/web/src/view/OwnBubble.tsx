import { pieces } from "../links";
import type { Own } from "../thread";
import { time } from "../times";
import type { Setting } from "./App";
import { CheckIcon, ClockIcon } from "./icons";
import type { Resting } from "./Log";
import { Text } from "./Text";

/** Something the visitor wrote that has no place in the thread yet, and how far it has come. */
export function OwnBubble({ chat, texts, language, rest, item }: Setting & Resting & { item: Own }) {
  if (item.doing.type !== "say") return null;
  const { id, text, files = [] } = item.doing;
  return (
    <article class={item.failed ? "message own failed" : "message own"}>
      <p class="hidden">{texts.you}</p>
      <div class="bubble">
        {files.map((file, index) => {
          const preview = chat.previews.get(file);
          const name = item.names?.[index] ?? "";
          return (
            <p key={file} class="file">
              {preview === undefined ? name : <img src={preview} alt={name} />}
            </p>
          );
        })}
        <Text pieces={pieces(text, [], "")} />
      </div>
      {item.failed ? (
        <p class="meta" role="alert">
          {texts.notSent}{" "}
          <button
            type="button"
            class="retry"
            onClick={() => {
              chat.retry(id);
              rest();
            }}
          >
            {texts.tryAgain}
          </button>
        </p>
      ) : (
        <p class="meta">
          <time>{time(new Date(item.at), language)}</time>
          {item.sent ? <CheckIcon title={texts.sent} /> : <ClockIcon title={texts.sending} />}
        </p>
      )}
    </article>
  );
}
