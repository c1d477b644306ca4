/** The draft over stored dialogues: which of them would go another way, and how. */
import { Alert, Button, Group, ScrollArea, Select, Stack, Text, UnstyledButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconCircleCheck, IconPlayerPlay, IconRoute } from "@tabler/icons-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { api, ask } from "../../api/client";
import { useChannelName, useLanguageName } from "../../shared/names";
import { Empty, Failure } from "../../shared/States";
import { useFlowEditor } from "../editor/EditorContext";
import { PeriodField } from "../heat/PeriodField";
import { usePeriod } from "../heat/usePeriod";
import type { Different, ReplayView } from "./model";
import classes from "./Replay.module.css";
import { SideBySide } from "./SideBySide";
import { useReplayWords } from "./useReplayWords";

const LIMITS = ["50", "100", "200", "500"];

/** Hundreds of dialogues take longer than what the page asks otherwise. */
const PATIENCE_MS = 60_000;

const patiently = (request: Request) => fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });

export function ReplayPanel() {
  const t = useTranslations("flows.replay");
  const { flow, flowId } = useFlowEditor();
  const choice = usePeriod("7");
  const { range } = choice;
  const [limit, setLimit] = useState("100");
  const [chosen, setChosen] = useState<Different | null>(null);
  const replay = useMutation({
    mutationFn: (between: { from: string; to: string }) =>
      ask(
        api.POST("/api/flows/{id}/replay", {
          params: { path: { id: flowId } },
          body: { flow: flow as never, ...between, limit: Number(limit) },
          fetch: patiently,
        }),
      ),
    onMutate: () => setChosen(null),
  });
  if (chosen) return <SideBySide dialogue={chosen} onClose={() => setChosen(null)} />;
  return (
    <ScrollArea h="100%" type="hover">
      <Stack gap="sm" p="sm" component="section" aria-label={t("title")}>
        <Text size="sm" c="dimmed">
          {t("hint")}
        </Text>
        <PeriodField choice={choice} />
        <Group gap="xs" wrap="nowrap">
          <Select
            size="xs"
            flex={1}
            aria-label={t("limit")}
            allowDeselect={false}
            data={LIMITS.map((value) => ({ value, label: t("atMost", { count: Number(value) }) }))}
            value={limit}
            onChange={(value) => value && setLimit(value)}
          />
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={15} />}
            loading={replay.isPending}
            disabled={range === null}
            onClick={() => range && replay.mutate(range)}
          >
            {t("run")}
          </Button>
        </Group>
        {replay.isError && <Failure error={replay.error} retry={() => range && replay.mutate(range)} />}
        {replay.data && <Result view={replay.data} onChoose={setChosen} />}
      </Stack>
    </ScrollArea>
  );
}

function Result({ view, onChoose }: { view: ReplayView; onChoose: (dialogue: Different) => void }) {
  const t = useTranslations("flows.replay");
  if (view.dialogues === 0) return <Empty icon={IconRoute} title={t("empty")} hint={t("emptyHint")} />;
  const changed = view.different.length;
  const more = [
    changed > 0 && t("same", { count: view.same }),
    view.left_out > 0 && t("leftOut", { count: view.left_out }),
    view.unreadable > 0 && t("unreadable", { count: view.unreadable }),
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <>
      <Alert
        role="status"
        p="xs"
        color={changed === 0 ? "helpline" : "amber"}
        icon={changed === 0 ? <IconCircleCheck size={18} /> : <IconRoute size={18} />}
        title={changed === 0 ? t("allSame", { count: view.same }) : t("someDiffer", { count: changed })}
      >
        {more || undefined}
      </Alert>
      <ul className={classes.dialogues}>
        {view.different.map((dialogue) => (
          <Row key={dialogue.run} dialogue={dialogue} onChoose={onChoose} />
        ))}
      </ul>
    </>
  );
}

function Row({ dialogue, onChoose }: { dialogue: Different; onChoose: (dialogue: Different) => void }) {
  const format = useFormatter();
  const channelName = useChannelName();
  const languageName = useLanguageName();
  const say = useReplayWords();
  return (
    <li>
      <UnstyledButton className={classes.dialogue} onClick={() => onChoose(dialogue)}>
        <span>
          {format.dateTime(new Date(dialogue.began_at), { dateStyle: "medium", timeStyle: "short" })}
        </span>
        <small>
          {channelName(dialogue.channel)} · {languageName(dialogue.language)}
        </small>
        <em>{dialogue.reasons.map(say).join(" ")}</em>
      </UnstyledButton>
    </li>
  );
}
