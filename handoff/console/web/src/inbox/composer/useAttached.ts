/** The files of the reply or the note that is being written: adding one uploads it. */
import { useCallback, useMemo } from "react";
import { useTranslations } from "use-intl";

import { upload } from "../../api/upload";
import type { FileView } from "../../api/types";
import { useExplain } from "../../shared/problems";
import type { Kind } from "./outbox";
import { attachedStore, LARGEST, MOST, objection, useAllAttached, type Attached } from "./attached";

export function useAttached(conversation: string, kind: Kind) {
  const t = useTranslations("attach");
  const explain = useExplain();
  const all = useAllAttached();
  const ours = useCallback(
    (item: Attached) => item.conversation === conversation && item.kind === kind,
    [conversation, kind],
  );
  const items = useMemo(() => all.filter(ours), [all, ours]);

  const start = useCallback(
    async ({ key, source, stop }: Attached) => {
      attachedStore.change(key, { problem: undefined, progress: 0 });
      const about = new URLSearchParams({ name: source.name, note: String(kind === "note") });
      const address = `/api/conversations/${encodeURIComponent(conversation)}/files?${about.toString()}`;
      try {
        const file = await upload<FileView>(
          address,
          source,
          (progress) => attachedStore.change(key, { progress }),
          stop.signal,
        );
        attachedStore.change(key, { file, progress: 1 });
      } catch (error) {
        attachedStore.change(key, { problem: explain(error) });
      }
    },
    [conversation, kind, explain],
  );

  const add = useCallback(
    (sources: File[]) => {
      sources.forEach((source, index) => {
        const why = objection(source, items.length + index);
        const item = attachedStore.add(conversation, kind, source);
        if (why) {
          const problem = t(why, { megabytes: LARGEST / 1024 / 1024, most: MOST });
          attachedStore.change(item.key, { problem });
        } else void start(item);
      });
    },
    [conversation, kind, items.length, start, t],
  );

  const remove = useCallback((key: number) => attachedStore.drop((each) => each.key === key), []);
  const clear = useCallback(() => attachedStore.drop(ours), [ours]);
  const retry = useCallback((item: Attached) => void start(item), [start]);
  return { items, add, remove, clear, retry };
}
