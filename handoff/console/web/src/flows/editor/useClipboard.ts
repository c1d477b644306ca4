/** Copy, cut and paste of steps: through the system's clipboard, so that other flows and other tabs have them, too. */
import { notifications } from "@mantine/notifications";
import { useCallback, useEffect, useMemo } from "react";
import { useTranslations } from "use-intl";

import { useCommands, type Command } from "../../app/commands";
import { read } from "../model/clipboard";
import type { Spot } from "../model/types";
import { useDeeds } from "./deeds";
import { isElsewhere } from "./useKeys";

/** For a browser that does not let pages read its clipboard. */
let latest = "";

export function useCopy(): () => void {
  const t = useTranslations("flows.editor");
  const { copy } = useDeeds();
  return useCallback(() => {
    const clip = copy();
    if (!clip) return;
    latest = JSON.stringify(clip);
    void navigator.clipboard?.writeText(latest).catch(() => undefined);
    notifications.show({ message: t("copied", { count: Object.keys(clip.steps).length }), autoClose: 2000 });
  }, [copy, t]);
}

export function usePaste(): (at?: Spot | null) => void {
  const t = useTranslations("flows.editor");
  const { paste } = useDeeds();
  return useCallback(
    (at?: Spot | null) => {
      const asked = navigator.clipboard?.readText?.() ?? Promise.resolve("");
      void asked
        .catch(() => "")
        .then((text) => {
          const clip = read(text) ?? read(latest);
          if (clip) paste(clip, at ?? null);
          else notifications.show({ message: t("nothingToPaste"), autoClose: 3000 });
        });
    },
    [paste, t],
  );
}

/** The keys for it. The events of the page itself may use the clipboard without asking. */
export function useClipboardKeys(mayEdit: boolean): void {
  const { copy, paste, remove } = useDeeds();
  useClipboardCommands(mayEdit);
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      if (isElsewhere(event.target) || !document.getSelection()?.isCollapsed) return;
      const clip = copy();
      if (!clip || !event.clipboardData) return;
      latest = JSON.stringify(clip);
      event.clipboardData.setData("text/plain", latest);
      event.preventDefault();
      if (event.type === "cut" && mayEdit) remove();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isElsewhere(event.target) || !mayEdit) return;
      const clip = read(event.clipboardData?.getData("text/plain") ?? "");
      if (!clip) return;
      event.preventDefault();
      paste(clip);
    };
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [copy, paste, remove, mayEdit]);
}

/** For the palette of commands and the help. The keys themselves are the browser's. */
function useClipboardCommands(mayEdit: boolean): void {
  const t = useTranslations("flows.editor");
  const copy = useCopy();
  const paste = usePaste();
  const { remove } = useDeeds();
  useCommands(
    "session",
    useMemo(() => {
      const command = (name: "copy" | "cut" | "paste", key: string, run: () => void): Command => ({
        id: `flow-${name}`,
        label: t(`keys.${name}`),
        group: t("title"),
        keys: [`Ctrl/⌘ ${key}`],
        run,
      });
      const cut = () => {
        copy();
        remove();
      };
      const editing = [command("cut", "X", cut), command("paste", "V", () => paste())];
      return [command("copy", "C", copy), ...(mayEdit ? editing : [])];
    }, [t, copy, paste, remove, mayEdit]),
  );
}
