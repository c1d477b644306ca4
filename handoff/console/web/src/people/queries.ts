/** What screens read of a customer over several channels. */
import {
  infiniteQueryOptions,
  queryOptions,
  type InfiniteData,
  type Query,
  type QueryClient,
} from "@tanstack/react-query";

import { api, ask } from "../api/client";
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type PersonCard = Schemas["PersonCard"];
export type Member = Schemas["MemberView"];
export type MetSession = Schemas["MetSession"];
export type PersonHit = Schemas["PersonHit"];
type Timeline = InfiniteData<Schemas["PersonHistory"]>;
export type Said = Schemas["SaidView"];

const PERSON = "person";
const TIMELINE = "timeline";
const PAGE = 50;

export const personQuery = (conversation: string) =>
  queryOptions({
    queryKey: [PERSON, conversation],
    queryFn: () =>
      ask(
        api.GET("/api/conversations/{conversation_id}/person", {
          params: { path: { conversation_id: conversation } },
        }),
      ),
  });

/** Who may be the same as this conversation's customer: by words, or, without any, by what is equal. */
export const hitsQuery = (conversation: string, q: string) =>
  queryOptions({
    queryKey: ["hits", conversation, q],
    queryFn: () => ask(api.GET("/api/people/search", { params: { query: { like: conversation, q } } })),
    staleTime: 0,
  });

/** The latest page first; each next one holds what was said before it. */
export const timelineQuery = (person: string) =>
  infiniteQueryOptions({
    queryKey: [TIMELINE, person],
    queryFn: async ({ pageParam }) => {
      const query = { limit: PAGE, ...(pageParam && { before: pageParam }) };
      const page = await ask(
        api.GET("/api/people/{person_id}/history", { params: { path: { person_id: person }, query } }),
      );
      return page as Schemas["PersonHistory"]; // the client's types loosen the schema's tuples
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.before,
    staleTime: 0,
  });

/** Something happened in a conversation: whoever looks at its customer sees it. */
export function refreshPeople(client: QueryClient, conversation: string): void {
  const isIt = (each: { conversation_id: string }) => each.conversation_id === conversation;
  const theirs = ({ queryKey, state }: Query) => {
    switch (queryKey[0]) {
      case PERSON:
        return (
          queryKey[1] === conversation || Boolean((state.data as PersonCard | undefined)?.members.some(isIt))
        );
      case TIMELINE:
        return Boolean((state.data as Timeline | undefined)?.pages.some((page) => page.items.some(isIt)));
      default:
        return false;
    }
  };
  void client.invalidateQueries({ predicate: theirs });
}

/** Who is who has changed. */
export function refreshAllPeople(client: QueryClient): void {
  for (const key of [PERSON, TIMELINE, "conversation"]) void client.invalidateQueries({ queryKey: [key] });
}
