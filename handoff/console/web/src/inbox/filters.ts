/** What a list is narrowed down to. It is in the address; the reader's last choice is where the inbox opens next time. */
import type { Filter } from "../live/apply";

export const FILTERS: (keyof Filter)[] = ["line", "priority", "channel", "account"];

const KEPT = "helpline.filters";

export function readFilter(search: URLSearchParams): Filter {
  return Object.fromEntries(FILTERS.map((each) => [each, search.get(each)])) as unknown as Filter;
}

export function narrows(filter: Filter): boolean {
  return FILTERS.some((each) => filter[each] !== null);
}

export function rememberFilter(search: URLSearchParams): void {
  const kept = [...search].filter(([name]) => (FILTERS as string[]).includes(name));
  localStorage.setItem(KEPT, new URLSearchParams(kept).toString());
}

/** As the search of an address. */
export function rememberedFilter(): string {
  return localStorage.getItem(KEPT) ?? "";
}
