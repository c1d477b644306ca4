/** Where one writes: to the customer, or for colleagues only. */
import { Button, SegmentedControl, Text } from "@mantine/core";
import { IconHandGrab } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useCommands } from "../../app/commands";
import type { Allowed } from "../rules";
import classes from "./Composer.module.css";
import { HeldBy } from "./HeldBy";
import type { Kind } from "./outbox";
import { Writer } from "./Writer";

interface Props {
  conversation: Conversation;
  may: Allowed;
  busy: boolean;
  onTake: () => void;
}

export function Composer({ conversation, may, busy, onTake }: Props) {
  const t = useTranslations("composer");
  const desk = useTranslations("desk");
  const [tab, setTab] = useState<Kind>("reply");
  const [summons, setSummons] = useState(0);

  useCommands(
    "session",
    useMemo(() => {
      const write = (kind: Kind) => () => {
        setTab(kind);
        setSummons((before) => before + 1);
      };
      return [
        { id: "reply", label: t("reply"), group: desk("group"), keys: ["r"], run: write("reply") },
        { id: "note", label: t("note"), group: desk("group"), keys: ["n"], run: write("note") },
      ];
    }, [t, desk]),
  );

  return (
    <section className={classes.composer} data-note={tab === "note"} aria-label={t("title")}>
      <SegmentedControl
        size="xs"
        value={tab}
        onChange={(next) => setTab(next as Kind)}
        data={[
          { value: "reply", label: t("reply") },
          { value: "note", label: t("note") },
        ]}
        aria-label={t("kind")}
      />
      {tab === "reply" && !may.reply ? (
        <div className={classes.held}>
          <Text size="sm" flex={1}>
            <HeldBy session={conversation.session} />
          </Text>
          {may.take && (
            <Button
              size="compact-md"
              leftSection={<IconHandGrab size={16} />}
              loading={busy}
              onClick={onTake}
            >
              {desk(`take.${may.take}`)}
            </Button>
          )}
        </div>
      ) : tab === "reply" && conversation.customer.left ? (
        <div className={classes.held}>
          <Text size="sm">{t("left")}</Text>
        </div>
      ) : (
        <Writer key={tab} kind={tab} conversation={conversation} summons={summons} />
      )}
    </section>
  );
}
