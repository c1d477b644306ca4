import { useEffect, useRef, useState } from "preact/hooks";
import type { State } from "../chat";
import type { Setting } from "./App";
import { Composer } from "./Composer";
import { CloseIcon } from "./icons";
import { Log } from "./Log";

const FULL_SCREEN = "(max-width: 480px), (max-height: 480px)";

/** The dialog: who one talks to, what was said, and where to write. */
export function Panel({ state, ...setting }: Setting & { state: State }) {
  const { chat, texts, title } = setting;
  const [over, setOver] = useState(false);
  const dialog = useRef<HTMLElement>(null);
  const writing = useRef<HTMLTextAreaElement>(null);

  const rest = () => {
    // On a touch screen the keyboard would come up and cover what there is to read.
    const target = matchMedia("(pointer: coarse)").matches ? dialog : writing;
    target.current?.focus();
  };
  useEffect(rest, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      chat.close();
    } else if (event.key === "Tab" && dialog.current && matchMedia(FULL_SCREEN).matches) {
      keepFocusIn(dialog.current, event);
    }
  };

  return (
    <section
      ref={dialog}
      class="panel"
      role="dialog"
      aria-labelledby="title"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        chat.attaching.add(files);
      }}
    >
      <header>
        <h2 id="title">{title}</h2>
        <button
          type="button"
          class="close"
          aria-label={texts.closeChat}
          onClick={() => {
            chat.close();
          }}
        >
          <CloseIcon />
        </button>
      </header>
      <Log {...setting} state={state} rest={rest} />
      <p class="line" role="status" hidden={state.link === "live"}>
        {state.link === "lost" ? texts.reconnecting : texts.connecting}
      </p>
      <Composer {...setting} state={state} writing={writing} />
      {over && <div class="over">{texts.drop}</div>}
    </section>
  );
}

/** The panel covers the whole page here, so Tab must not wander off behind it. */
function keepFocusIn(dialog: HTMLElement, event: KeyboardEvent): void {
  const stops = [
    ...dialog.querySelectorAll<HTMLElement>("a[href], button:not(:disabled), textarea, [tabindex='0']"),
  ];
  const here = (dialog.getRootNode() as ShadowRoot).activeElement;
  const [first, final] = [stops[0], stops.at(-1)];
  if (event.shiftKey ? here === first || here === dialog : here === final) {
    event.preventDefault();
    (event.shiftKey ? final : first)?.focus();
  }
}
