/** Takes a customer's data along as a file, or erases it. Each gives whether it was done; a refusal was told. */
import { useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../api/client";
import { useAttempt } from "../shared/useAttempt";

const FILE = "customer.zip";

export function usePrivacy(conversation: string) {
  const client = useQueryClient();
  const { attempt, busy } = useAttempt();
  const params = { path: { conversation_id: conversation } };

  return {
    busy,
    export: () =>
      attempt(async () => {
        const call = api.POST("/api/conversations/{conversation_id}/export", { params, parseAs: "blob" });
        save((await ask(call)) as unknown as Blob);
      }),
    erase: () =>
      attempt(async () => {
        await ask(api.POST("/api/conversations/{conversation_id}/erase", { params }));
        // What the screens still hold of them is theirs, too.
        client.removeQueries({ predicate: ({ queryKey }) => queryKey.includes(conversation) });
        void client.invalidateQueries();
      }),
  };
}

function save(file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = FILE;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
