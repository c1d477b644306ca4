/** Where one writes: to the customer, or for colleagues only. */
import { ActionIcon, Button, SegmentedControl, Text, Tooltip } from "@mantine/core";
import { IconHandGrab, IconTemplate } from "@tabler/icons-react";
import { useMemo, useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useCommands } from "../../app/commands";
import { useTicking } from "../../shared/ticking";
import type { Allowed } from "../rules";
import { useAim } from "./aim";
import classes from "./Composer.module.css";
import { HeldBy } from "./HeldBy";
import type { Kind } from "./outbox";
import { Templates } from "./templates/Templates";
import { isShut } from "./window";
import { WindowLeft } from "./WindowLeft";
import { Writer } from "./Writer";

interface Props {
  conversation: Conversation;
  may: Allowed;
  busy: boolean;
  /** Grows each time the reader takes the session. */
  taken: number;
  onTake: () => void;
}

export function Composer({ conversation, may, busy, taken, onTake }: Props) {
  const t = useTranslations("composer");
  const desk = useTranslations("desk");
  const [tab, setTab] = useState<Kind>("reply");
  const [summons, setSummons] = useState(0);
  const [templating, setTemplating] = useState(false);
  const [takenBefore, setTakenBefore] = useState(taken);
  if (taken !== takenBefore) {
    setTakenBefore(taken);
    setTab("reply");
  }

  // An answer or a correction that is begun in the thread goes on here.
  const aim = useAim(conversation.id);
  const [followed, setFollowed] = useState(aim);
  if (aim !== followed) {
    setFollowed(aim);
    if (aim) setTab("reply");
  }

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

  const { reply_until: until, abilities } = conversation;
  const shut = useTicking((now) => isShut(until, now));
  const replying = tab === "reply" && may.reply && !conversation.customer.left;
  const writer = <Writer key={tab} kind={tab} conversation={conversation} summons={summons + taken} />;

  const body = () => {
    if (tab === "note") return writer;
    if (!may.reply) {
      return (
        <Held text={<HeldBy session={conversation.session} />}>
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
        </Held>
      );
    }
    if (conversation.customer.left) return <Held text={t("left")} />;
    if (abilities.templates && (shut || templating)) {
      return <Templates conversation={conversation} shut={shut} onDone={() => setTemplating(false)} />;
    }
    return shut ? <Held text={t("window.shut")} /> : writer;
  };

  return (
    <section className={classes.composer} data-note={tab === "note"} aria-label={t("title")}>
      <div className={classes.head}>
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
        {replying && until && !shut && (
          <div className={classes.window}>
            <WindowLeft until={until} />
            {abilities.templates && !templating && (
              <Tooltip label={t("template.choose")}>
                <ActionIcon
                  color="gray"
                  aria-label={t("template.choose")}
                  onClick={() => setTemplating(true)}
                >
                  <IconTemplate size={18} />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
        )}
      </div>
      {body()}
    </section>
  );
}

/** In the place of the field: why nothing can be written. */
function Held({ text, children }: { text: ReactNode; children?: ReactNode }) {
  return (
    <div className={classes.held}>
      <Text size="sm" flex={1}>
        {text}
      </Text>
      {children}
    </div>
  );
}
