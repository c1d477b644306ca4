/** One beat for all that counts down: each reader is drawn again only when what it shows has changed. */
import { useSyncExternalStore } from "react";

const watchers = new Set<() => void>();
let beat: number | undefined;

function subscribe(watch: () => void): () => void {
  watchers.add(watch);
  beat ??= window.setInterval(() => watchers.forEach((each) => each()), 1000);
  return () => {
    watchers.delete(watch);
    if (watchers.size > 0) return;
    window.clearInterval(beat);
    beat = undefined;
  };
}

/** What `read` makes of the present, kept up to date. It gives a plain value, so that equal ones are told. */
export function useTicking<Shown extends string | number | boolean>(read: (now: number) => Shown): Shown {
  return useSyncExternalStore(subscribe, () => read(Date.now()));
}
