/** Somebody else's name, or no phone at hand: back to the password. */
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { api } from "../api/client";
import { wayInQuery } from "./queries";

export function TurnBack() {
  const t = useTranslations("login");
  const client = useQueryClient();
  const turnBack = async () => {
    await api.POST("/api/logout").catch(() => undefined);
    await client.refetchQueries(wayInQuery);
  };
  return (
    <Button variant="subtle" size="compact-sm" onClick={() => void turnBack()}>
      {t("turnBack")}
    </Button>
  );
}
