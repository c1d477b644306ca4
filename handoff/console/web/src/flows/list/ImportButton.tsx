/** A flow from a file; one that is there already is replaced only on purpose. */
import { Button, FileButton, Group, Modal, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { ApiError } from "../../api/client";
import { useExplain } from "../../shared/problems";
import { flowsQuery, importFlow } from "./queries";

type Contents = Record<string, unknown>;

export function ImportButton() {
  const t = useTranslations("flows.list");
  const client = useQueryClient();
  const navigate = useNavigate();
  const explain = useExplain();
  const again = useRef<() => void>(null);
  const [taken, setTaken] = useState<Contents | null>(null);
  const complain = (message: string) => notifications.show({ color: "red", message, autoClose: 10_000 });
  const bring = useMutation({
    mutationFn: ({ file, overwrite }: { file: Contents; overwrite: boolean }) => importFlow(file, overwrite),
    onSuccess: async ({ flow }) => {
      setTaken(null);
      await client.invalidateQueries({ queryKey: flowsQuery.queryKey });
      notifications.show({ message: t("imported", { id: flow.id }) });
      await navigate(`/flows/${encodeURIComponent(flow.id)}`);
    },
    onError: (error, { file }) => {
      if (error instanceof ApiError && error.code === "exists") setTaken(file);
      else complain(explain(error));
    },
  });
  const read = async (chosen: File | null) => {
    again.current?.();
    if (!chosen) return;
    const file = recordIn(await chosen.text());
    if (file) bring.mutate({ file, overwrite: false });
    else complain(t("noFlow", { name: chosen.name }));
  };
  return (
    <>
      <FileButton accept="application/json,.json" resetRef={again} onChange={(file) => void read(file)}>
        {(props) => (
          <Button
            {...props}
            size="compact-md"
            variant="default"
            loading={bring.isPending}
            leftSection={<IconUpload size={16} />}
          >
            {t("import")}
          </Button>
        )}
      </FileButton>
      <Modal opened={taken !== null} onClose={() => setTaken(null)} title={t("takenTitle")} size="sm">
        <Text size="sm">{t("takenText")}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={() => setTaken(null)}>
            {t("cancel")}
          </Button>
          <Button
            color="amber.7"
            loading={bring.isPending}
            onClick={() => taken && bring.mutate({ file: taken, overwrite: true })}
          >
            {t("overwrite")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function recordIn(text: string): Contents | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Contents) : null;
  } catch {
    return null;
  }
}
