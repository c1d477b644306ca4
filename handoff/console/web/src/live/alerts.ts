/** A sound and, once allowed, a desktop notice when a session is offered to the reader, or starts to wait for takers. */
import { useCallback, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { useLines } from "../api/queries";
import { oversees, type Line, type Me, type Row } from "../api/types";
import { usePreferences } from "../app/preferences";
import { useMe } from "../app/session";
import { offerTo } from "../offers/offers";
import { useCustomerName } from "../shared/names";

const FRESH_MS = 120_000;

/** Gives the function that live rows pass through. Each offer and each wait is announced once. */
export function useAlerts(): (row: Row) => void {
  const { alerts } = usePreferences();
  const me = useMe();
  const lines = useLines();
  const t = useTranslations("alerts");
  const customerName = useCustomerName();
  const announced = useRef(new Set<string>());
  const latest = useRef({ alerts, t, customerName, me, lines });
  useEffect(() => {
    latest.current = { alerts, t, customerName, me, lines };
  });

  return useCallback((row: Row) => {
    const { alerts: on, t: words, customerName: name, me: reader, lines: known } = latest.current;
    const what = worthAnnouncing(row, reader, known);
    if (what === null || announced.current.has(what.key)) return;
    announced.current.add(what.key);
    if (on) announce(words(what.kind, { name: name(row) }), row.last?.text ?? "", row.id);
  }, []);
}

interface Announced {
  kind: "offer" | "waiting";
  key: string;
}

/** An offer concerns its one operator; a wait those who take from the queue, or who hand out. Pure. */
export function worthAnnouncing(
  row: Row,
  me: Pick<Me, "id" | "role" | "supervises">,
  lines: Pick<Line, "id" | "distribution">[],
  now = Date.now(),
): Announced | null {
  const { session } = row;
  if (session.state !== "waiting") return null;
  const offer = offerTo(row, me.id);
  if (offer) return { kind: "offer", key: `${session.id}?${offer.until}` };
  if (session.offer || now - Date.parse(session.since) > FRESH_MS) return null;
  const given = lines.find((each) => each.id === session.line)?.distribution ?? "pull";
  const concerned = given === "pull" || (given === "supervisor" && oversees(me));
  return concerned ? { kind: "waiting", key: `${session.id}@${session.since}` } : null;
}

/** A sound; where the page is out of sight, also a notice of the desktop. */
export function announce(title: string, body: string, tag: string): void {
  chime();
  if (document.hidden && "Notification" in window && Notification.permission === "granted") {
    const notice = new Notification(title, { body, tag });
    notice.onclick = () => window.focus();
  }
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
