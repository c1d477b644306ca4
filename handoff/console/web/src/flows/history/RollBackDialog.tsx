/** Back to an old revision: with a word why, and what becomes of who is in the flow now. */
import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { api, ApiError, ask } from "../../api/client";
import { useExplain } from "../../shared/problems";
import { flowKeys } from "../editor/calls";
import { useFlowEditor } from "../editor/EditorContext";
import type { RevisionRow } from "./queries";

interface Props {
  row: RevisionRow;
  /** Sessions in the flow now, in whichever revision. */
  inProgress: number;
  onClose: () => void;
}

interface Published {
  number: number;
  moved: number;
  stayed: number;
}

export function RollBackDialog({ row, inProgress, onClose }: Props) {
  const t = useTranslations("flows.history");
  const { flowId } = useFlowEditor();
  const client = useQueryClient();
  const explain = useExplain();
  const [comment, setComment] = useState("");
  const [sessions, setSessions] = useState("stay");
  const rollBack = useMutation({
    mutationFn: () =>
      ask<Published>(
        api.POST("/api/flows/{id}/roll-back", {
          params: { path: { id: flowId } },
          body: { number: row.number, comment: comment.trim(), move_over: sessions === "move" },
        }),
      ),
    onSuccess: async ({ number, moved, stayed }) => {
      notifications.show({ message: t("rolledBack", { number, moved, stayed }) });
      onClose();
      const changed = [flowKeys.flow(flowId), flowKeys.list];
      await Promise.all(changed.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("rollBackTo", { number: row.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rollBack.mutate();
        }}
      >
        <Stack>
          <Text size="sm">{t("rollBackHint")}</Text>
          <TextInput
            data-autofocus
            label={t("comment")}
            placeholder={t("commentHint")}
            maxLength={500}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Radio.Group
            label={t("whoIsIn", { count: inProgress })}
            value={sessions}
            onChange={setSessions}
            size="sm"
          >
            <Stack gap={6} mt={6}>
              <Radio value="stay" label={t("stay")} description={t("stayHint")} />
              <Radio value="move" label={t("move")} description={t("moveHint")} />
            </Stack>
          </Radio.Group>
          {rollBack.isError && (
            <Alert color="red" p="xs" role="alert" title={explain(rollBack.error)}>
              {rollBack.error instanceof ApiError &&
                rollBack.error.problems.map(({ field, message }) => (
                  <Text key={`${field}/${message}`} size="sm">
                    {message}
                  </Text>
                ))}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={rollBack.isPending}>
              {t("rollBackNow")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
