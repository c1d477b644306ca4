import type { Texts } from "../texts";
import { hopeful, type Attached } from "../uploads";
import { CloseIcon } from "./icons";

type Props = {
  texts: Texts;
  items: Attached[];
  onRemove: (key: number) => void;
  onRetry: (item: Attached) => void;
};

/** The files of the message that is being written: how far each has come, and what is wrong with it. */
export function Attachments({ texts, items, onRemove, onRetry }: Props) {
  return (
    <ul class="attached" aria-label={texts.files}>
      {items.map((item) => (
        <li key={item.key} class={item.problem === null ? "" : "bad"}>
          {item.preview !== null && (
            <img
              src={item.preview}
              alt=""
              onError={({ currentTarget }) => {
                currentTarget.hidden = true; // the page lets no pictures in
              }}
            />
          )}
          <span class="about">
            <span class="name">{item.source.name}</span>
            {item.problem !== null ? (
              <span class="why" role="alert">
                {texts.problems[item.problem]}{" "}
                {hopeful(item.problem) && (
                  <button
                    type="button"
                    class="retry"
                    onClick={() => {
                      onRetry(item);
                    }}
                  >
                    {texts.tryAgain}
                  </button>
                )}
              </span>
            ) : (
              item.done === null && <progress value={item.progress} aria-label={texts.sending} />
            )}
          </span>
          <button
            type="button"
            class="remove"
            aria-label={`${texts.remove} ${item.source.name}`}
            onClick={() => {
              onRemove(item.key);
            }}
          >
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  );
}
