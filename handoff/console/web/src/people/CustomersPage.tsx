/** What the company decides about knowing its customers again. */
import { Loader, Switch } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { Title } from "../app/Title";
import { Part } from "../settings/fields/Part";
import pageClasses from "../settings/Settings.module.css";
import { useMayEdit } from "../settings/SettingsPage";
import { useComplain } from "../shared/problems";
import { Failure } from "../shared/States";

const joiningQuery = queryOptions({
  queryKey: ["joining"],
  queryFn: () => ask(api.GET("/api/joining")),
});

export function CustomersPage() {
  const t = useTranslations("people.settings");
  const mayEdit = useMayEdit();
  const client = useQueryClient();
  const complain = useComplain();
  const joining = useQuery(joiningQuery);
  const save = useMutation({
    mutationFn: (by_themselves: boolean) =>
      ask(api.PUT("/api/joining", { body: { base: joining.data?.version ?? 0, by_themselves } })),
    onSuccess: (saved) => client.setQueryData(joiningQuery.queryKey, saved),
    onError: (error) => {
      complain(error);
      void joining.refetch();
    },
  });
  return (
    <>
      <Title>{t("title")}</Title>
      <header className={pageClasses.head}>
        <h1>{t("title")}</h1>
      </header>
      <main className={pageClasses.scroll}>
        {joining.isPending ? (
          <Loader m="auto" />
        ) : joining.isError ? (
          <Failure error={joining.error} retry={() => void joining.refetch()} />
        ) : (
          <div className={pageClasses.form}>
            <Part id="joining" title={t("joining")} hint={t("joiningHint")}>
              <Switch
                label={t("byThemselves")}
                description={t("byThemselvesHint")}
                checked={joining.data.by_themselves}
                disabled={!mayEdit || save.isPending}
                onChange={(event) => save.mutate(event.currentTarget.checked)}
              />
            </Part>
          </div>
        )}
      </main>
    </>
  );
}
