/** A sound, a number in the title and, once allowed, a desktop notice when somebody starts to wait. */
import { useCallback, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import type { Row } from "../api/types";
import { usePreferences } from "../app/preferences";
import { useCustomerName } from "../shared/names";

const FRESH_MS = 120_000;

/** Gives the function that live rows pass through. Each wait is announced once. */
export function useAlerts(): (row: Row) => void {
  const { alerts } = usePreferences();
  const t = useTranslations("alerts");
  const customerName = useCustomerName();
  const announced = useRef(new Set<string>());
  const latest = useRef({ alerts, t, customerName });
  useEffect(() => {
    latest.current = { alerts, t, customerName };
  });

  return useCallback((row: Row) => {
    const { session } = row;
    if (session.state !== "waiting" || Date.now() - Date.parse(session.since) > FRESH_MS) return;
    const wait = `${session.id}@${session.since}`;
    if (announced.current.has(wait)) return;
    announced.current.add(wait);
    if (!latest.current.alerts) return;
    chime();
    if (document.hidden && "Notification" in window && Notification.permission === "granted") {
      const title = latest.current.t("waiting", { name: latest.current.customerName(row) });
      const notice = new Notification(title, { body: row.last?.text ?? "", tag: row.id });
      notice.onclick = () => window.focus();
    }
  }, []);
}

/** Asked only when the reader switches the alerts on, never on their own account. */
export function askForNotifications(): void {
  if ("Notification" in window && Notification.permission === "default")
    void Notification.requestPermission();
}

let audio: AudioContext | undefined;

/** Two soft notes. Browsers keep silent until the page was clicked once, which is fine. */
function chime(): void {
  if (!navigator.userActivation?.hasBeenActive) return;
  try {
    const context = (audio ??= new AudioContext());
    [660, 880].forEach((pitch, index) => note(context, pitch, index * 0.14));
  } catch {
    // No sound device: the title and the list still tell.
  }
}

function note(context: AudioContext, pitch: number, delay: number): void {
  const start = context.currentTime + delay;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.32);
}
