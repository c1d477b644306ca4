/** For who has lost phone and codes: an admin takes the second factor from them. Only there where there is one. */
import { Button } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconDeviceMobileOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { api, ask } from "../../api/client";
import { useComplain } from "../../shared/problems";
import { useMayEdit } from "../SettingsPage";
import type { StaffView } from "./useStaff";

const factorsQuery = queryOptions({
  queryKey: ["staff", "second-factors"],
  queryFn: () => ask(api.GET("/api/staff/second-factors")),
});

export function ResetFactor({ person }: { person: StaffView }) {
  const t = useTranslations("staff");
  const client = useQueryClient();
  const complain = useComplain();
  const [asked, setAsked] = useState(false);
  const factors = useQuery({ ...factorsQuery, enabled: useMayEdit() });
  const reset = useMutation({
    mutationFn: () =>
      ask(
        api.DELETE("/api/staff/{operator_id}/second-factor", {
          params: { path: { operator_id: person.id } },
        }),
      ),
    onError: complain,
    onSettled: () => client.invalidateQueries(factorsQuery),
  });
  if (!factors.data?.includes(person.id)) return null;
  return (
    <Button
      size="compact-md"
      variant={asked ? "filled" : "default"}
      leftSection={<IconDeviceMobileOff size={16} />}
      loading={reset.isPending}
      onClick={() => (asked ? reset.mutate() : setAsked(true))}
      onBlur={() => setAsked(false)}
    >
      {asked ? t("resetFactorConfirm") : t("resetFactor")}
    </Button>
  );
}
