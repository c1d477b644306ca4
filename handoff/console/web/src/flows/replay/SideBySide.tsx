/** One dialogue twice: as it was, and as the draft would have it; both ways on the canvas. */
import { ActionIcon, Anchor, Group, SegmentedControl, Text, UnstyledButton } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { useFormatter, useTranslations } from "use-intl";

import { useFlowEditor } from "../editor/EditorContext";
import { litBy, pairs, type Different, type Line, type Side } from "./model";
import classes from "./Replay.module.css";
import { useReplayWords } from "./useReplayWords";

const WAYS = { both: ["recorded", "draft"], recorded: ["recorded"], draft: ["draft"] } as const;

export function SideBySide({ dialogue, onClose }: { dialogue: Different; onClose: () => void }) {
  const t = useTranslations("flows.replay");
  const format = useFormatter();
  const say = useReplayWords();
  const [way, setWay] = useState<keyof typeof WAYS>("both");
  useLit(dialogue, WAYS[way]);
  return (
    <section className={classes.compared} aria-label={t("comparison")}>
      <Group gap="xs" wrap="nowrap" className={classes.head}>
        <ActionIcon color="gray" size="lg" aria-label={t("back")} onClick={onClose}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <Text size="sm" fw={600} flex={1} truncate>
          {format.dateTime(new Date(dialogue.began_at), { dateStyle: "medium", timeStyle: "short" })}
        </Text>
        <Anchor size="sm" component={Link} to={`/inbox/open/${encodeURIComponent(dialogue.conversation)}`}>
          {t("conversation")}
        </Anchor>
      </Group>
      <div className={classes.why}>
        <Text size="sm">{dialogue.reasons.map(say).join(" ")}</Text>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t("light")}
          data={(["both", "recorded", "draft"] as const).map((value) => ({
            value,
            label: t(`ways.${value}`),
          }))}
          value={way}
          onChange={(chosen) => setWay(chosen as keyof typeof WAYS)}
        />
      </div>
      <div className={classes.scroll} tabIndex={0}>
        <table className={classes.pairs}>
          <thead>
            <tr>
              <th scope="col">{t("ways.recorded")}</th>
              <th scope="col">{t("ways.draft")}</th>
            </tr>
          </thead>
          <tbody>
            {pairs(dialogue.recorded, dialogue.draft).map(({ recorded, draft, parting }, index) => (
              <tr key={index} data-parting={parting} ref={parting ? reveal : undefined}>
                <Said line={recorded} />
                <Said line={draft} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Said({ line }: { line: Line | null }) {
  const t = useTranslations("flows.replay");
  const say = useReplayWords();
  const { flow, select, nameOf } = useFlowEditor();
  if (!line) return <td />;
  const known = line.step !== null && line.step in (flow.steps ?? {});
  return (
    <td data-who={line.who} data-differs={line.differs}>
      <small>
        {t(`who.${line.who}`)}
        {line.step !== null && " · "}
        {line.step !== null &&
          (known ? (
            <UnstyledButton className={classes.step} onClick={() => select(line.step)}>
              {nameOf(line.step)}
            </UnstyledButton>
          ) : (
            line.step
          ))}
      </small>
      <span dir="auto">{line.sentence ? say(line.sentence) : line.text}</span>
    </td>
  );
}

function reveal(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: "center" });
}

function useLit(dialogue: Different, sides: readonly Side[]): void {
  const { flow, ports, setLit } = useFlowEditor();
  useEffect(() => {
    setLit(litBy(flow, ports, dialogue, sides));
    return () => setLit(null);
  }, [flow, ports, dialogue, sides, setLit]);
}
