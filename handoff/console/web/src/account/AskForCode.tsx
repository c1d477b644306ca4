/** Who changes the second factor shows that they have it. */
import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useExplain } from "../shared/problems";

export function AskForCode({ label, onCode }: { label: string; onCode: (code: string) => Promise<void> }) {
  const t = useTranslations("login");
  const explain = useExplain();
  const [code, setCode] = useState("");
  const show = useMutation({ mutationFn: () => onCode(code) });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        show.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("code")}
          description={t("codeHint")}
          autoComplete="one-time-code"
          data-autofocus
          required
          withAsterisk={false}
          error={show.error && explain(show.error)}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={show.isPending}>
          {label}
        </Button>
      </Stack>
    </form>
  );
}
