/** Incoming webhooks: the address that another system calls, and the secret that it signs with. */
import { ActionIcon, Button, Text, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { freshSecret, isId, type HookRow } from "./model";
import { Copy, SecretField } from "./SecretField";
import classes from "./Systems.module.css";

interface Props {
  rows: HookRow[];
  readOnly: boolean;
  errorAt: (path: string) => string | undefined;
  onChange: (rows: HookRow[]) => void;
}

export function HookRows({ rows, readOnly, errorAt, onChange }: Props) {
  const t = useTranslations("flows.systems");
  const wrongId = (id: string, error: string | undefined) =>
    error && !isId(id.trim()) ? t("idWrong") : error;
  const change = (index: number, part: Partial<HookRow>) =>
    onChange(rows.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("hooks.none")}
        </Text>
      )}
      {rows.map((row, index) => (
        <fieldset key={index} className={classes.row}>
          <legend>{row.id || t("hooks.new")}</legend>
          <div className={classes.fields}>
            <TextInput
              label={t("id")}
              maxLength={64}
              // A kept one is named in flows and in another system's settings.
              readOnly={readOnly || row.url !== ""}
              value={row.id}
              error={wrongId(row.id, errorAt(`hooks.${index}.id`))}
              onChange={(event) => change(index, { id: event.currentTarget.value })}
            />
            <SecretField
              label={t("secret")}
              has={row.has_secret}
              value={row.secret}
              readOnly={readOnly}
              error={errorAt(`hooks.${index}.secret`)}
              onChange={(secret) => change(index, { secret })}
            />
          </div>
          <div className={classes.address}>
            {row.url ? (
              <>
                <code>POST {row.url}</code>
                <Copy text={row.url} label={t("copyAddress")} />
              </>
            ) : (
              <Text size="sm" c="dimmed">
                {t("hooks.addressLater")}
              </Text>
            )}
          </div>
          {!readOnly && (
            <Tooltip label={t("remove")}>
              <ActionIcon
                className={classes.remove}
                color="gray"
                aria-label={`${t("remove")}: ${row.id}`}
                onClick={() => onChange(rows.filter((_, at) => at !== index))}
              >
                <IconTrash size={17} />
              </ActionIcon>
            </Tooltip>
          )}
        </fieldset>
      ))}
      {!readOnly && (
        <Button
          size="compact-sm"
          variant="light"
          className={classes.add}
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange([...rows, { id: "", url: "", has_secret: false, secret: freshSecret() }])}
        >
          {t("hooks.add")}
        </Button>
      )}
    </>
  );
}
