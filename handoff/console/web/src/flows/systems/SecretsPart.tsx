/** Secrets that calls carry in their headers. Each is saved at once, and its value is never shown again. */
import {
  ActionIcon,
  Button,
  Group,
  Loader,
  Modal,
  PasswordInput,
  Stack,
  Table,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery } from "@tanstack/react-query";
import { IconKey, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import { Part } from "../../settings/fields/Part";
import { Ago } from "../../shared/Ago";
import { useComplain } from "../../shared/problems";
import { Failure } from "../../shared/States";
import { deleteSecret, putSecret, secretsQuery, useRefresh, type SecretRow } from "./queries";
import classes from "./Systems.module.css";

/** Null: nothing is asked; without a row it is a new one. */
type Asking = { row?: SecretRow } | null;

export function SecretsPart({ mayEdit }: { mayEdit: boolean }) {
  const t = useTranslations("flows.systems");
  const secrets = useQuery(secretsQuery);
  const [writing, setWriting] = useState<Asking>(null);
  const [deleting, setDeleting] = useState<SecretRow | null>(null);
  return (
    <Part id="secrets" title={t("secrets.title")} hint={t("secrets.hint")}>
      {secrets.isPending ? (
        <Loader size="sm" />
      ) : secrets.isError ? (
        <Failure error={secrets.error} retry={() => void secrets.refetch()} />
      ) : secrets.data.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("secrets.none")}
        </Text>
      ) : (
        <Table verticalSpacing={4} className={classes.secrets}>
          <Table.Tbody>
            {secrets.data.map((row) => (
              <Table.Tr key={row.name}>
                <Table.Th scope="row">
                  <IconKey size={15} aria-hidden /> <code>{row.name}</code>
                </Table.Th>
                <Table.Td>
                  <UsedBy row={row} />
                </Table.Td>
                <Table.Td>
                  <Text size="xs" c="dimmed">
                    {row.by} · <Ago at={row.saved_at} />
                  </Text>
                </Table.Td>
                <Table.Td className={classes.tools}>
                  {mayEdit && (
                    <Group gap={2} wrap="nowrap" justify="flex-end">
                      <Tooltip label={t("secrets.replace")}>
                        <ActionIcon
                          color="gray"
                          aria-label={`${t("secrets.replace")}: ${row.name}`}
                          onClick={() => setWriting({ row })}
                        >
                          <IconPencil size={17} />
                        </ActionIcon>
                      </Tooltip>
                      <Tooltip label={t("remove")}>
                        <ActionIcon
                          color="gray"
                          aria-label={`${t("remove")}: ${row.name}`}
                          onClick={() => setDeleting(row)}
                        >
                          <IconTrash size={17} />
                        </ActionIcon>
                      </Tooltip>
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {mayEdit && (
        <Button
          size="compact-sm"
          variant="light"
          className={classes.add}
          leftSection={<IconPlus size={15} />}
          onClick={() => setWriting({})}
        >
          {t("secrets.add")}
        </Button>
      )}
      {writing && <WriteDialog row={writing.row} onClose={() => setWriting(null)} />}
      {deleting && <DeleteDialog row={deleting} onClose={() => setDeleting(null)} />}
    </Part>
  );
}

function UsedBy({ row }: { row: SecretRow }) {
  const t = useTranslations("flows.systems");
  if (row.used_by.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {t("secrets.unused")}
      </Text>
    );
  return (
    <span className={classes.flows}>
      {row.used_by.map((flow) => (
        <Link key={flow} to={`/flows/${encodeURIComponent(flow)}`}>
          {flow}
        </Link>
      ))}
    </span>
  );
}

function WriteDialog({ row, onClose }: { row: SecretRow | undefined; onClose: () => void }) {
  const t = useTranslations("flows.systems");
  const complain = useComplain();
  const refresh = useRefresh();
  const [name, setName] = useState(row?.name ?? "");
  const [value, setValue] = useState("");
  const save = useMutation({
    mutationFn: () => putSecret(name, value),
    onSuccess: async () => {
      await refresh();
      notifications.show({ message: t("secrets.saved", { name }) });
      onClose();
    },
    onError: complain,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={row ? t("secrets.replaceTitle", { name: row.name }) : t("secrets.add")}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // Drawn within the page's form, which it is not a part of.
          event.stopPropagation();
          save.mutate();
        }}
      >
        <Stack>
          {!row && (
            <TextInput
              data-autofocus
              required
              label={t("secrets.name")}
              description={t("secrets.nameHint")}
              maxLength={100}
              pattern="[A-Za-z0-9_.\-]+"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <PasswordInput
            data-autofocus={row ? true : undefined}
            required
            label={t("secrets.value")}
            description={t("secrets.valueHint")}
            autoComplete="new-password"
            maxLength={10_000}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!name || !value}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function DeleteDialog({ row, onClose }: { row: SecretRow; onClose: () => void }) {
  const t = useTranslations("flows.systems");
  const complain = useComplain();
  const refresh = useRefresh();
  const remove = useMutation({
    mutationFn: () => deleteSecret(row.name),
    onSuccess: refresh,
    onError: complain,
    onSettled: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={t("secrets.deleteTitle", { name: row.name })} size="sm">
      <Text size="sm">{t("secrets.deleteText")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t("remove")}
        </Button>
      </Group>
    </Modal>
  );
}
