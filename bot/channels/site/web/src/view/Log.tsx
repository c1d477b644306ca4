import { Fragment } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { State } from "../chat";
import type { Message } from "../protocol";
import { pressable } from "../thread";
import { day, sameDay } from "../times";
import type { Setting } from "./App";
import { Bubble } from "./Bubble";
import { OwnBubble } from "./OwnBubble";

const NEAR = 80;

/** `rest` takes the focus from a button that is about to go. */
export type Resting = { rest: () => void };

/** Everything said, in order; it stays at its end unless the visitor has scrolled away to read. */
export function Log({ state, ...setting }: Setting & Resting & { state: State }) {
  const { texts, language } = setting;
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const { messages, own } = state.thread;
  const saying = own.filter((item) => item.doing.type === "say");

  useLayoutEffect(() => {
    if (atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [messages, state.typing]);
  useLayoutEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [saying.length]);

  const onScroll = ({
    currentTarget: { scrollHeight, scrollTop, clientHeight },
  }: {
    currentTarget: HTMLElement;
  }) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
  };
  const active = pressable(state.thread, state.pressed);
  const now = new Date();

  return (
    <div
      ref={box}
      class="log"
      role="log"
      aria-label={texts.conversation}
      aria-live="polite"
      aria-busy={state.link !== "live"}
      tabIndex={0}
      onScroll={onScroll}
    >
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const at = new Date(message.at);
        return (
          <Fragment key={message.number}>
            {!(before && sameDay(new Date(before.at), at)) && <p class="day">{day(at, now, language)}</p>}
            <Bubble
              {...setting}
              message={message}
              first={!before || !sameVoice(before, message)}
              active={active === message.number}
              pressed={state.pressed[message.number]}
            />
          </Fragment>
        );
      })}
      {saying.map((item) => (
        <OwnBubble key={item.doing.id} {...setting} item={item} />
      ))}
      {state.typing && (
        <p class="typing">
          <span class="hidden">{texts.typing}</span>
          <i /> <i /> <i />
        </p>
      )}
    </div>
  );
}

function sameVoice(one: Message, other: Message): boolean {
  return (
    one.side === other.side && one.author === other.author && sameDay(new Date(one.at), new Date(other.at))
  );
}
