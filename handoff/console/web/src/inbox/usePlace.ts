/** Where in the inbox the reader is; it is all in the address, so that a reload or a shared link comes back here. */
import { useCallback } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";

import type { View } from "../api/types";
import type { Filter, ListQuery } from "../live/apply";
import { readFilter, rememberFilter } from "./filters";

export const VIEWS: View[] = ["mine", "waiting", "hold", "open", "bot", "closed"];

export function usePlace() {
  const params = useParams<{ view: string; id: string }>();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const view = VIEWS.find((each) => each === params.view) ?? "mine";
  const query: ListQuery = {
    view,
    q: search.get("q") ?? "",
    ...readFilter(search),
  };
  const id = params.id ?? null;
  const rest = search.toString();

  const open = useCallback(
    (next: string | null, inView: View = view) => {
      const place = next === null ? `/inbox/${inView}` : `/inbox/${inView}/${encodeURIComponent(next)}`;
      void navigate({ pathname: place, search: rest });
    },
    [navigate, rest, view],
  );

  const filter = useCallback(
    (change: Partial<Filter> & { q?: string }) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(change)) {
            if (value) after.set(name, value);
            else after.delete(name);
          }
          rememberFilter(after);
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );

  return { view, query, id, open, filter };
}
