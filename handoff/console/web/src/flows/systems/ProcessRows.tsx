/** Processes of other systems: where a flow starts one, and the secret that the request is signed with. */
import { ActionIcon, Button, Text, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { freshSecret, isId, type ProcessRow } from "./model";
import { SecretField } from "./SecretField";
import classes from "./Systems.module.css";

interface Props {
  rows: ProcessRow[];
  readOnly: boolean;
  errorAt: (path: string) => string | undefined;
  onChange: (rows: ProcessRow[]) => void;
}

export function ProcessRows({ rows, readOnly, errorAt, onChange }: Props) {
  const t = useTranslations("flows.systems");
  const wrongId = (id: string, error: string | undefined) =>
    error && !isId(id.trim()) ? t("idWrong") : error;
  const change = (index: number, part: Partial<ProcessRow>) =>
    onChange(rows.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("processes.none")}
        </Text>
      )}
      {rows.map((row, index) => (
        <fieldset key={index} className={classes.row}>
          <legend>{row.id || t("processes.new")}</legend>
          <div className={classes.fields}>
            <TextInput
              label={t("id")}
              maxLength={64}
              readOnly={readOnly}
              value={row.id}
              error={wrongId(row.id, errorAt(`processes.${index}.id`))}
              onChange={(event) => change(index, { id: event.currentTarget.value })}
            />
            <SecretField
              label={t("secret")}
              has={row.has_secret}
              value={row.secret}
              readOnly={readOnly}
              error={errorAt(`processes.${index}.secret`)}
              onChange={(secret) => change(index, { secret })}
            />
          </div>
          <TextInput
            type="url"
            label={t("processes.url")}
            placeholder="https://"
            readOnly={readOnly}
            value={row.url}
            error={errorAt(`processes.${index}.url`) && t("processes.urlWrong")}
            onChange={(event) => change(index, { url: event.currentTarget.value })}
          />
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
          {t("processes.add")}
        </Button>
      )}
    </>
  );
}
