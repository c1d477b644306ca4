/** A notice that can't wait for the bell: shown over the screen, with the sound of the alerts. */
import { notifications } from "@mantine/notifications";
import { useCallback, useEffect, useRef } from "react";

import type { Notice } from "../api/types";
import { usePreferences } from "../app/preferences";
import { announce } from "../live/alerts";
import { PRESSING } from "./notices";
import { useNoticeWords } from "./useNoticeWords";

const LATE_MS = 60_000;

/** Gives the function that live notices pass through. Each is shown once. */
export function useNoticeToasts(): (notice: Notice) => void {
  const { alerts } = usePreferences();
  const words = useNoticeWords();
  const shown = useRef(new Set<string>());
  const latest = useRef({ alerts, words });
  useEffect(() => {
    latest.current = { alerts, words };
  });

  return useCallback((notice: Notice) => {
    const old = Date.now() - Date.parse(notice.at) > LATE_MS;
    if (shown.current.has(notice.id) || old || !PRESSING.includes(notice.happening)) return;
    shown.current.add(notice.id);
    const message = latest.current.words(notice);
    notifications.show({
      color: notice.happening === "sla_breach" ? "red" : "amber",
      title: notice.customer,
      message,
      autoClose: 10_000,
    });
    if (latest.current.alerts) announce(notice.customer, message, notice.id);
  }, []);
}
