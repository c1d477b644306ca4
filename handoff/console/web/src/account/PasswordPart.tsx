/** A new password of one's own. */
import { Button, Group, PasswordInput, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { api, ApiError, ask } from "../api/client";
import { useMe } from "../app/session";
import { Part } from "../settings/fields/Part";
import pageClasses from "../settings/Settings.module.css";
import { useComplain } from "../shared/problems";
import { loginsQuery } from "./queries";

export function PasswordPart() {
  const t = useTranslations("account.password");
  const me = useMe();
  const client = useQueryClient();
  const complain = useComplain();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => ask(api.POST("/api/me/password", { body: { current, password } })),
    onSuccess: () => {
      setCurrent("");
      setPassword("");
      void client.invalidateQueries(loginsQuery);
    },
    onError: (error) => {
      if (!(error instanceof ApiError && error.field)) complain(error);
    },
  });
  const wrong = (field: string) =>
    change.error instanceof ApiError && change.error.field === field ? change.error.message : null;
  return (
    <Part id="password" title={t("title")} hint={t("hint")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        {/* Password managers want to know whose it is. */}
        <input type="text" autoComplete="username" value={me.login} readOnly hidden />
        <div className={pageClasses.pair}>
          <PasswordInput
            label={t("current")}
            autoComplete="current-password"
            required
            withAsterisk={false}
            error={wrong("current")}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("new")}
            autoComplete="new-password"
            required
            withAsterisk={false}
            error={wrong("password")}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </div>
        <Group gap="sm" mt="sm">
          <Button type="submit" size="compact-md" variant="default" loading={change.isPending}>
            {t("change")}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {change.isSuccess && t("changed")}
          </Text>
        </Group>
      </form>
    </Part>
  );
}
