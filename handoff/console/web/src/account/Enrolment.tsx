/** Takes up a second factor: the phone reads the picture, shows a code, and the codes for recovery are kept. */
import { Button, Code, Loader, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { useExplain } from "../shared/problems";
import { Failure } from "../shared/States";
import classes from "./account.module.css";
import { RecoveryCodes } from "./RecoveryCodes";

interface Props {
  onDone: () => void;
  /** Under the form, until it is too late to turn back. */
  beforehand?: ReactNode;
}

export function Enrolment({ onDone, beforehand }: Props) {
  const t = useTranslations("account.enrolment");
  const explain = useExplain();
  const [code, setCode] = useState("");
  // Each asking makes a new secret, and ends the one before.
  const offered = useQuery({
    queryKey: ["offered-factor"],
    queryFn: () => ask(api.POST("/api/me/second-factor")),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: () => ask(api.POST("/api/me/second-factor/confirm", { body: { code } })),
  });
  if (confirm.data) return <RecoveryCodes codes={confirm.data.codes} onDone={onDone} />;
  if (offered.isPending) return <Loader m="auto" />;
  if (!offered.data) return <Failure error={offered.error} retry={() => void offered.refetch()} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{t("scan")}</Text>
        <img className={classes.picture} src={offered.data.picture} alt={t("picture")} />
        <Text size="sm" c="dimmed">
          {t("orType")}
        </Text>
        <Code block className={classes.secret}>
          {offered.data.secret.replace(/.{4}(?=.)/g, "$& ")}
        </Code>
        <TextInput
          label={t("code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          required
          withAsterisk={false}
          error={confirm.error && explain(confirm.error)}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={confirm.isPending}>
          {t("confirm")}
        </Button>
        {beforehand}
      </Stack>
    </form>
  );
}
