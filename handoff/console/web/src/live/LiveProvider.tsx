/** Keeps every cached list and the open thread true, and says so when it can't. */
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useRef, useState, type ReactNode } from "react";

import { ApiError } from "../api/client";
import { countsQuery, keys } from "../api/queries";
import type { Notices, Row } from "../api/types";
import { useMe } from "../app/session";
import { withNotices } from "../notices/notices";
import { useNoticeToasts } from "../notices/useNoticeToasts";
import { withOffer } from "../offers/offers";
import { refreshPeople } from "../people/queries";
import { useAlerts } from "./alerts";
import { applyRow, removeRow, type ListQuery, type Pages, type Reader } from "./apply";
import { Recent } from "./recent";
import { LiveSocket, type Connection } from "./socket";

const ConnectionContext = createContext<Connection>("connecting");

export function useConnection(): Connection {
  return use(ConnectionContext);
}

const COUNTS_AFTER_MS = 700;
const SLEPT_MS = 60_000;
const BACK_AFTER_MS = 4000;

export function LiveProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const client = useQueryClient();
  const alert = useAlerts();
  const toast = useNoticeToasts();
  const [connection, setConnection] = useState<Connection>("connecting");
  const socket = useRef<LiveSocket | null>(null);
  const counts = useQuery(countsQuery);
  const cutOff = counts.failureReason instanceof ApiError && counts.failureReason.status === 0;

  useEffect(() => {
    let recount: number | undefined;
    const recent = new Recent();
    const reader = { id: me.id, role: me.role };
    const unwatch = client.getQueryCache().subscribe((event) => {
      const read = event.type === "updated" && event.action.type === "success" && !event.action.manual;
      if (!read || event.query.queryKey[0] !== keys.lists[0]) return;
      const query = event.query.queryKey[1] as ListQuery;
      client.setQueryData<Pages>(event.query.queryKey, (list) => list && recent.over(list, query, reader));
    });

    const live = new LiveSocket(`${location.origin.replace(/^http/, "ws")}/api/live`, {
      connection: setConnection,
      refused: () => void client.invalidateQueries({ queryKey: keys.me }),
      frame(frame) {
        switch (frame.type) {
          case "hello":
            // Whatever was read before the feed began may have changed since.
            catchUp(client);
            // Whoever was away because no screen of theirs was open is back by now.
            window.setTimeout(() => void client.invalidateQueries({ queryKey: keys.me }), BACK_AFTER_MS);
            return;
          case "reread":
            catchUp(client);
            return;
          case "changed":
            recent.changed(frame.row);
            change(client, frame.row, reader);
            alert(frame.row);
            break;
          case "notice":
            client.setQueryData<Notices>(keys.notices, (held) => held && withNotices(held, frame));
            frame.items.forEach(toast);
            // A missed offer changes one's presence, too.
            void client.invalidateQueries({ queryKey: keys.me });
            return;
          case "ping":
            return;
          case "hidden":
            recent.hidden(frame.conversation_id);
            updateLists(client, (list) => removeRow(list, frame.conversation_id));
            client.setQueryData<Row[]>(keys.offers, (held) =>
              held?.filter((each) => each.id !== frame.conversation_id),
            );
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
      unwatch();
      live.stop();
    };
  }, [client, me.id, me.role, alert, toast]);

  useEffect(() => {
    if (cutOff) socket.current?.drop();
  }, [cutOff]);

  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}

/** Reads everything on the screen again, one's own presence among it. */
function catchUp(client: QueryClient): void {
  void client.invalidateQueries();
}

function change(client: QueryClient, row: Row, me: Reader): void {
  updateLists(client, (list, query) => applyRow(list, query, row, me));
  client.setQueryData<Row[]>(keys.offers, (held) => held && withOffer(held, row, me.id));
  void client.invalidateQueries({ queryKey: keys.thread(row.id) });
  void client.invalidateQueries({ queryKey: keys.conversation(row.id) });
  refreshPeople(client, row.id);
}

function updateLists(client: QueryClient, update: (list: Pages, query: ListQuery) => Pages): void {
  for (const [key, list] of client.getQueriesData<Pages>({ queryKey: keys.lists })) {
    if (list) client.setQueryData(key, update(list, key[1] as ListQuery));
  }
}
