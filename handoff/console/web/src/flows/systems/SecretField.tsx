/** A secret to sign with: never shown again once it is saved, so that it can be made and copied here before. */
import { ActionIcon, CopyButton, PasswordInput, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy, IconDice5 } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { freshSecret } from "./model";
import classes from "./Systems.module.css";

interface Props {
  label: string;
  has: boolean;
  value: string;
  readOnly: boolean;
  error: string | undefined;
  onChange: (secret: string) => void;
}

export function SecretField({ label, has, value, readOnly, error, onChange }: Props) {
  const t = useTranslations("flows.systems");
  return (
    <div className={classes.secret}>
      <PasswordInput
        label={label}
        flex={1}
        miw={0}
        autoComplete="new-password"
        placeholder={has ? t("secretKept") : t("secretMissing")}
        readOnly={readOnly}
        error={error}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {!readOnly && (
        <Tooltip label={t("makeSecret")}>
          <ActionIcon
            size="input-sm"
            color="gray"
            aria-label={`${t("makeSecret")}: ${label}`}
            onClick={() => onChange(freshSecret())}
          >
            <IconDice5 size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      {value && <Copy text={value} label={t("copySecret")} />}
    </div>
  );
}

export function Copy({ text, label }: { text: string; label: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={label}>
          <ActionIcon size="input-sm" color={copied ? "helpline" : "gray"} aria-label={label} onClick={copy}>
            {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
