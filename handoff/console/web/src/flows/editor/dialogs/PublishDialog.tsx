/** Publishing: what stands in the way, a word about what is new, and what becomes of those who are in the flow. */
import { Alert, Button, Group, Loader, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { useComplain } from "../../../shared/problems";
import type { Check, FlowView, Problem } from "../../model/types";
import { check, flowKeys, flowQuery, problemsIn, publish, theirsOf } from "../calls";
import { useFlowEditor } from "../EditorContext";
import { ProblemList } from "../ProblemsPanel";
import problemClasses from "../Problems.module.css";
import type { Drawing } from "../useDrawing";

interface Props {
  view: FlowView;
  drawing: Drawing;
  onGo: (problem: Problem) => void;
  onClose: () => void;
}

export function PublishDialog({ view, drawing, onGo, onClose }: Props) {
  const t = useTranslations("flows.editor.publishing");
  const complain = useComplain();
  const client = useQueryClient();
  const { nameOf } = useFlowEditor();
  const { draft, keeper, state } = drawing;
  const [checked, setChecked] = useState<Check | null>(null);
  const [refused, setRefused] = useState<Problem[]>([]);
  const [comment, setComment] = useState("");
  const [moveOver, setMoveOver] = useState("stay");
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const asking = new AbortController();
    check(draft.flow, asking.signal).then(setChecked, () => undefined);
    return () => asking.abort();
  }, [draft.flow]);

  const problems = refused.length > 0 ? refused : (checked?.problems ?? []);
  const told = problems.filter((each) => each.severity !== "note");
  const errors = problems.filter((each) => each.severity === "error").length;
  const go = (problem: Problem) => {
    onClose();
    onGo(problem);
  };
  const submit = async () => {
    setBusy(true);
    try {
      if (!(await keeper.flush())) return onClose();
      const version = keeper.base.version;
      const done = await publish(view.flow.id, { version, comment, move_over: moveOver === "move" });
      notifications.show({
        color: "helpline",
        message: t("done", { number: done.number, moved: done.moved, stayed: done.stayed }),
      });
      client.setQueryData(flowQuery(view.flow.id).queryKey, (known) =>
        known ? { ...known, in_force: done.number, changed: false } : known,
      );
      void client.invalidateQueries({ queryKey: flowKeys.list });
      void client.invalidateQueries({ queryKey: ["flow", view.flow.id, "revisions"] });
      onClose();
    } catch (error) {
      const found = problemsIn(error);
      const theirs = theirsOf(error);
      if (found.length > 0) setRefused(found);
      else if (theirs) {
        keeper.refuse(theirs);
        onClose();
      } else complain(error);
    } finally {
      setBusy(false);
    }
  };

  const unkept = state.standing.is === "offline" || state.standing.is === "refused";
  return (
    <Modal opened onClose={onClose} size="lg" title={t("title")}>
      <Stack>
        {checked === null && refused.length === 0 ? (
          <Group gap="xs">
            <Loader size="xs" /> <Text size="sm">{t("checking")}</Text>
          </Group>
        ) : (
          <Text size="sm">
            {errors ? t("errors", { count: errors }) : told.length ? t("warnings") : t("fine")}
          </Text>
        )}
        {told.length > 0 && (
          <div className={problemClasses.scroll} style={{ maxHeight: 260 }}>
            <ProblemList problems={told} nameOf={nameOf} onGo={go} />
          </div>
        )}
        {unkept && <Alert color="amber">{t("unkept")}</Alert>}
        <TextInput
          data-autofocus
          label={t("comment")}
          placeholder={t("commentHint")}
          maxLength={500}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {view.in_force !== null && (
          <Radio.Group label={t("inProgress")} value={moveOver} onChange={setMoveOver}>
            <Stack gap={6} mt={6}>
              <Radio value="stay" label={t("stay")} description={t("stayHint")} />
              <Radio value="move" label={t("move")} description={t("moveHint")} />
            </Stack>
          </Radio.Group>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button disabled={errors > 0} loading={busy} onClick={() => void submit()}>
            {t("confirm")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
