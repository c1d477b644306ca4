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

interface Source {
  value: string;
  label: string;
}

/** What customers may write to: each connected messenger, and where it has several accounts, each of these. */
export function sourcesOf(accounts: readonly AccountName[], channelName: (id: string) => string): Source[] {
  return [...new Set(accounts.map((each) => each.channel))].flatMap((channel) => {
    const own = accounts.filter((each) => each.channel === channel);
    const all = { value: channel, label: channelName(channel) };
    if (own.length < 2) return [all];
    return [
      all,
      ...own.map(({ account }) => ({
        value: `${channel}:${account}`,
        label: sourceName(accounts, channel, account, channelName),
      })),
    ];
  });
}

export function sourceName(
  accounts: readonly AccountName[],
  channel: string,
  account: string | null,
  channelName: (id: string) => string,
): string {
  const title = account && titleOf(accounts, `${channel}:${account}`);
  return [channelName(channel), title].filter(Boolean).join(" – ");
}

export function useAccountTitle(): (conversation: string) => string | null {
  const accounts = useQuery(accountsQuery).data ?? [];
  return (conversation) => titleOf(accounts, conversation);
}
