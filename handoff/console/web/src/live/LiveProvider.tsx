/** Keeps every cached list and the open thread true, and says so when it can't. */
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useRef, useState, type ReactNode } from "react";

import { ApiError } from "../api/client";
import { countsQuery, keys } from "../api/queries";
import type { Row } from "../api/types";
import { useMe } from "../app/session";
import { useAlerts } from "./alerts";
import { applyRow, removeRow, type ListQuery, type Pages } from "./apply";
import { LiveSocket, type Connection } from "./socket";

const ConnectionContext = createContext<Connection>("connecting");

export function useConnection(): Connection {
  return use(ConnectionContext);
}

const COUNTS_AFTER_MS = 700;
const SLEPT_MS = 60_000;

export function LiveProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const client = useQueryClient();
  const alert = useAlerts();
  const [connection, setConnection] = useState<Connection>("connecting");
  const socket = useRef<LiveSocket | null>(null);
  const counts = useQuery(countsQuery);
  const cutOff = counts.failureReason instanceof ApiError && counts.failureReason.status === 0;

  useEffect(() => {
    let recount: number | undefined;
    let known = false;

    const live = new LiveSocket(`${location.origin.replace(/^http/, "ws")}/api/live`, {
      connection: setConnection,
      frame(frame) {
        switch (frame.type) {
          case "hello":
            // The first hello finds fresh lists; a later one ends an absence, and nobody knows what was missed.
            if (known) catchUp(client);
            known = true;
            return;
          case "reread":
            catchUp(client);
            return;
          case "changed":
            change(client, frame.row, me.id);
            alert(frame.row);
            break;
          case "hidden":
            updateLists(client, (list) => removeRow(list, frame.conversation_id));
            void client.invalidateQueries({ queryKey: keys.conversation(frame.conversation_id) });
        }
        window.clearTimeout(recount);
        recount = window.setTimeout(
          () => void client.invalidateQueries({ queryKey: keys.counts }),
          COUNTS_AFTER_MS,
        );
      },
    });
    socket.current = live;

    let hiddenSince = 0;
    const woke = () => {
      if (document.hidden) hiddenSince = Date.now();
      else if (hiddenSince && Date.now() - hiddenSince > SLEPT_MS) catchUp(client);
    };
    document.addEventListener("visibilitychange", woke);
    return () => {
      document.removeEventListener("visibilitychange", woke);
      window.clearTimeout(recount);
      live.stop();
    };
  }, [client, me.id, alert]);

  useEffect(() => {
    if (cutOff) socket.current?.drop();
  }, [cutOff]);

  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}

/** Reads everything on the screen again. */
function catchUp(client: QueryClient): void {
  void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== keys.me[0] });
}

function change(client: QueryClient, row: Row, me: string): void {
  updateLists(client, (list, query) => applyRow(list, query, row, me));
  void client.invalidateQueries({ queryKey: keys.thread(row.id) });
  void client.invalidateQueries({ queryKey: keys.conversation(row.id) });
}

function updateLists(client: QueryClient, update: (list: Pages, query: ListQuery) => Pages): void {
  for (const [key, list] of client.getQueriesData<Pages>({ queryKey: keys.lists })) {
    if (list) client.setQueryData(key, update(list, key[1] as ListQuery));
  }
}
