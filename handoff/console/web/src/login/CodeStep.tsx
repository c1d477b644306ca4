/** The second factor: a code from the phone, or one of those for recovery. */
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import classes from "./LoginPage.module.css";
import { Problem } from "./Problem";
import { TurnBack } from "./TurnBack";
import { useComingIn } from "./useComingIn";

export function CodeStep({ name }: { name: string }) {
  const t = useTranslations("login");
  const { comeIn, problem, busy } = useComingIn();
  const [code, setCode] = useState("");
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void comeIn(() => ask(api.POST("/api/login/code", { body: { code } }))).then(() => setCode(""));
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t("codeFor", { name })}</Text>
        <Problem>{problem}</Problem>
        <TextInput
          label={t("code")}
          description={t("codeHint")}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={busy} mt={4}>
          {t("signIn")}
        </Button>
        <TurnBack />
      </Stack>
    </form>
  );
}
