/** Switching a connection off and on again, and removing it: with what then becomes of its customers. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { ApiError } from "../../api/client";
import { useComplain } from "../../shared/problems";
import { said } from "../../shared/said";
import { Part } from "../fields/Part";
import { toForm, type ConnectionView, type KindView } from "./model";
import { useChannelChanges } from "./queries";

interface Props {
  connection: ConnectionView;
  kind: KindView;
  dirty: boolean;
}

export function SwitchPart({ connection, kind, dirty }: Props) {
  const t = useTranslations("connections.switching");
  const navigate = useNavigate();
  const complain = useComplain();
  const changes = useChannelChanges();
  const [asked, setAsked] = useState<"off" | "remove" | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { name, title, version, on } = connection;

  const attempt = async (change: () => Promise<unknown>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await change();
    } catch (error) {
      if (error instanceof ApiError && error.code === "stale") setRefusal(t("stale"));
      else if (error instanceof ApiError && error.status === 422) setRefusal(error.message);
      else complain(error);
    } finally {
      setBusy(false);
      setAsked(null);
    }
  };
  const put = (next: boolean) =>
    attempt(() => changes.save(name, { ...toForm(connection, kind), on: next }, version));
  const remove = () =>
    attempt(async () => {
      const { warning } = await changes.remove(name, version);
      if (warning) notifications.show({ color: "yellow", message: said(warning), autoClose: false });
      await navigate("/settings/channels");
    });

  return (
    <Part id="switch" title={t("title")} hint={t(on ? "onHint" : "offHint")}>
      {(refusal ?? (dirty ? t("saveFirst") : null)) && (
        <Text size="sm" c={refusal ? "red" : "dimmed"} role="status">
          {refusal ?? t("saveFirst")}
        </Text>
      )}
      <Group gap="xs">
        {on ? (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconPlayerPause size={16} />}
            disabled={dirty}
            onClick={() => setAsked("off")}
          >
            {t("off")}
          </Button>
        ) : (
          <Button
            size="compact-md"
            leftSection={<IconPlayerPlay size={16} />}
            disabled={dirty}
            loading={busy}
            onClick={() => void put(true)}
          >
            {t("on")}
          </Button>
        )}
        <Button
          size="compact-md"
          variant="light"
          color="red"
          leftSection={<IconTrash size={16} />}
          disabled={dirty}
          onClick={() => setAsked("remove")}
        >
          {t("remove")}
        </Button>
      </Group>
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={asked && t(`${asked}Title`, { title })}
      >
        <Text size="sm">{asked && t(`${asked}Text`)}</Text>
        <Text size="sm" mt="xs">
          {t("sessions")}
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={() => setAsked(null)}>
            {t("cancel")}
          </Button>
          <Button color="red" loading={busy} onClick={() => void (asked === "off" ? put(false) : remove())}>
            {asked && t(asked)}
          </Button>
        </Group>
      </Modal>
    </Part>
  );
}
