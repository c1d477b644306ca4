/** Somebody else saved meanwhile: join the two, with a choice where both changed the same; or keep one of them. */
import { Button, Group, Loader, Modal, SegmentedControl, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Failure } from "../../../shared/States";
import { useFieldTitle } from "../../forms/useFieldTitle";
import { settled, type Conflict } from "../../model/conflicts";
import { stepsOf } from "../../model/draft";
import type { Json, Schema } from "../../model/types";
import { merge } from "../calls";
import { useFlowEditor } from "../EditorContext";
import type { Theirs } from "../keeper";
import type { Drawing } from "../useDrawing";
import classes from "./Conflict.module.css";

interface Props {
  drawing: Drawing;
  theirs: Theirs;
  nameOf: (step: string) => string;
  onClose: () => void;
}

export function ConflictDialog({ drawing, theirs, nameOf, onClose }: Props) {
  const t = useTranslations("flows.editor.conflict");
  const { kinds } = useFlowEditor();
  const { draft, keeper, change } = drawing;
  const [taken, setTaken] = useState<ReadonlySet<number>>(new Set());
  // As it was when the dialog opened; nothing is typed behind it.
  const [ours] = useState(draft);
  const merged = useQuery({
    queryKey: ["flow-merge", ours.flow.id, theirs.version, ours],
    queryFn: () => merge(ours.flow.id, keeper.base.draft.flow, ours.flow),
    gcTime: 0,
    retry: false,
  });

  const join = () => {
    if (!merged.data) return;
    const flow = settled(merged.data.flow, merged.data.conflicts, taken);
    change(() => ({ flow, layout: { ...theirs.draft.layout, ...ours.layout } }));
    keeper.rebase({ version: merged.data.version, draft: theirs.draft });
  };
  const overwrite = () => keeper.rebase(theirs);
  const takeTheirs = () => {
    change(() => theirs.draft);
    keeper.rebase(theirs);
  };
  const choose = (place: number, side: string) => {
    const next = new Set(taken);
    if (side === "theirs") next.add(place);
    else next.delete(place);
    setTaken(next);
  };

  const conflicts = merged.data?.conflicts ?? [];
  const schemaOf = (step: string | null) => {
    if (step === null) return kinds.flow;
    const kind = stepsOf(ours.flow)[step]?.kind;
    return kinds.steps.find((each) => each.kind === kind)?.schema;
  };
  return (
    <Modal opened onClose={onClose} size="xl" title={t("title", { author: theirs.author })}>
      <Stack>
        {merged.isPending && <Loader />}
        {merged.isError && <Failure error={merged.error} retry={() => void merged.refetch()} />}
        {merged.isSuccess && (
          <Text size="sm">
            {conflicts.length === 0 ? t("joins") : t("collides", { count: conflicts.length })}
          </Text>
        )}
        {conflicts.map((each, place) => (
          <Side
            key={`${each.step}.${each.field}`}
            conflict={each}
            name={each.step === null ? t("flow") : nameOf(each.step)}
            schema={schemaOf(each.step)}
            theirs={taken.has(place)}
            onChoose={(side) => choose(place, side)}
          />
        ))}
        <Group justify="space-between">
          <Group gap="xs">
            <Button variant="subtle" color="gray" onClick={overwrite}>
              {t("overwrite")}
            </Button>
            <Button variant="subtle" color="gray" onClick={takeTheirs}>
              {t("takeTheirs")}
            </Button>
          </Group>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("later")}
            </Button>
            <Button data-autofocus disabled={!merged.isSuccess} onClick={join}>
              {t("join")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

interface SideProps {
  conflict: Conflict;
  name: string;
  schema: Schema | undefined;
  theirs: boolean;
  onChoose: (side: string) => void;
}

function Side({ conflict, name, schema, theirs, onChoose }: SideProps) {
  const t = useTranslations("flows.editor.conflict");
  const titleOf = useFieldTitle();
  const label = conflict.field ? `${name}: ${titleOf(conflict.field, schema)}` : name;
  return (
    <section className={classes.conflict} aria-label={label}>
      <Group justify="space-between">
        <b>{label}</b>
        <SegmentedControl
          size="xs"
          aria-label={label}
          data={[
            { value: "ours", label: t("ours") },
            { value: "theirs", label: t("theirs") },
          ]}
          value={theirs ? "theirs" : "ours"}
          onChange={onChoose}
        />
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt={6}>
        <pre data-chosen={!theirs || undefined}>{plain(conflict.ours, t("gone"))}</pre>
        <pre data-chosen={theirs || undefined}>{plain(conflict.theirs, t("gone"))}</pre>
      </SimpleGrid>
    </section>
  );
}

function plain(value: Json, gone: string): string {
  if (value === null) return gone;
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
