/** A notice that can't wait for the bell: shown over the screen, with the sound of the alerts. */
import { notifications } from "@mantine/notifications";
import { useCallback, useEffect, useRef } from "react";

import type { Notice } from "../api/types";
import { usePreferences } from "../app/preferences";
import { useHappening } from "../inbox/happening";
import { announce } from "../live/alerts";
import { PRESSING } from "./notices";

const LATE_MS = 60_000;

/** Gives the function that live notices pass through. Each is shown once. */
export function useNoticeToasts(): (notice: Notice) => void {
  const { alerts } = usePreferences();
  const happening = useHappening();
  const shown = useRef(new Set<string>());
  const latest = useRef({ alerts, happening });
  useEffect(() => {
    latest.current = { alerts, happening };
  });

  return useCallback((notice: Notice) => {
    const old = Date.now() - Date.parse(notice.at) > LATE_MS;
    if (shown.current.has(notice.id) || old || !PRESSING.includes(notice.happening)) return;
    shown.current.add(notice.id);
    const message = latest.current.happening(notice);
    notifications.show({
      color: notice.happening === "sla_breach" ? "red" : "amber",
      title: notice.customer,
      message,
      autoClose: 10_000,
    });
    if (latest.current.alerts) announce(notice.customer, message, notice.id);
  }, []);
}
