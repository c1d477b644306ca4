/** What staff call the accounts of messengers that customers write to. */
import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, ask } from "../api/client";
import type { components } from "../api/schema";

type AccountName = components["schemas"]["AccountName"];

export const accountsQuery = queryOptions({
  queryKey: ["accounts"],
  queryFn: () => ask(api.GET("/api/channels/names")),
  staleTime: 60_000,
});

/** The account's title where its messenger has several, since the channel's name does not tell them apart. */
export function titleOf(accounts: readonly AccountName[], conversation: string): string | null {
  const [channel, account] = conversation.split(":");
  const alike = accounts.filter((each) => each.channel === channel);
  if (alike.length < 2) return null;
  return alike.find((each) => each.account === account)?.title ?? account ?? null;
}

export function useAccountTitle(): (conversation: string) => string | null {
  const accounts = useQuery(accountsQuery).data ?? [];
  return (conversation) => titleOf(accounts, conversation);
}
