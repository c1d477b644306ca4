/** The codes for whoever has lost their phone: shown this once. */
import { Alert, Button, CopyButton, Group, Stack } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./account.module.css";

export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useTranslations("account.recovery");
  return (
    <Stack gap="sm">
      <Alert variant="light" title={t("title")} role="status">
        {t("text")}
      </Alert>
      <ul className={classes.codes} aria-label={t("list")}>
        {codes.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <Group justify="flex-end" gap="xs">
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? t("copied") : t("copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t("done")}</Button>
      </Group>
    </Stack>
  );
}
