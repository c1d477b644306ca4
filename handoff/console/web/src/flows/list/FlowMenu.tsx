/** What can be done with a flow from the list. */
import { ActionIcon, Button, Group, Menu, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconArchive, IconArchiveOff, IconDots, IconDownload, IconPencil } from "@tabler/icons-react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import { useComplain } from "../../shared/problems";
import type { FlowRow } from "./model";
import { fileOf, flowsQuery, putAway } from "./queries";

export function FlowMenu({ row, mayEdit }: { row: FlowRow; mayEdit: boolean }) {
  const t = useTranslations("flows.list");
  const client = useQueryClient();
  const complain = useComplain();
  const [asking, { open, close }] = useDisclosure(false);
  const change = useMutation({
    mutationFn: () => putAway(row),
    onSuccess: close,
    onError: complain,
    onSettled: () => client.invalidateQueries({ queryKey: flowsQuery.queryKey }),
  });
  return (
    <>
      <Menu position="bottom-end" withArrow shadow="md">
        <Menu.Target>
          <ActionIcon color="gray" size="lg" aria-label={t("moreOf", { id: row.id })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to={`/flows/${encodeURIComponent(row.id)}`}
            leftSection={<IconPencil size={16} />}
          >
            {t("open")}
          </Menu.Item>
          <Menu.Item component="a" href={fileOf(row.id)} download leftSection={<IconDownload size={16} />}>
            {t("export")}
          </Menu.Item>
          {mayEdit && row.archived && (
            <Menu.Item leftSection={<IconArchiveOff size={16} />} onClick={() => change.mutate()}>
              {t("restore")}
            </Menu.Item>
          )}
          {mayEdit && !row.archived && (
            <Menu.Item leftSection={<IconArchive size={16} />} onClick={open}>
              {t("archive")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking} onClose={close} title={t("archiveTitle", { id: row.id })} size="sm">
        <Text size="sm">{t("archiveText", { count: row.sessions })}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={close}>
            {t("cancel")}
          </Button>
          <Button loading={change.isPending} onClick={() => change.mutate()}>
            {t("archive")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
