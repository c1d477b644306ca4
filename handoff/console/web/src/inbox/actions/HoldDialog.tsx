/** Puts a session aside: until when, what for, and whether the customer's words bring it back earlier. */
import { Button, Checkbox, Group, Modal, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { useLines } from "../../api/queries";
import type { Conversation } from "../../api/types";
import type { Desk, Refused } from "../useDesk";
import { localInput, presets } from "./holdTimes";

interface Props {
  opened: boolean;
  onClose: () => void;
  conversation: Conversation;
  desk: Desk;
}

export function HoldDialog({ opened, onClose, conversation, desk }: Props) {
  const t = useTranslations("hold");
  return (
    <Modal opened={opened} onClose={onClose} title={t("title")} size="sm">
      <HoldForm conversation={conversation} desk={desk} onClose={onClose} />
    </Modal>
  );
}

function HoldForm({ conversation: { session }, desk, onClose }: Omit<Props, "opened">) {
  const t = useTranslations("hold");
  const format = useFormatter();
  const line = useLines().find((each) => "line" in session && each.id === session.line);
  const [now] = useState(() => new Date());
  const last = new Date(now.getTime() + (line?.longest_hold_seconds ?? 0) * 1000);
  const times = presets(now, last);
  const [choice, setChoice] = useState<string>(times[0]?.name ?? "longest");
  const [custom, setCustom] = useState(() => localInput(times[0]?.at ?? last));
  const [untilReply, setUntilReply] = useState(true);
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<Refused>({});
  const moment = (at: Date) =>
    format.dateTime(at, {
      weekday: "short",
      day: "numeric",
      month: "short",
      timeStyle: undefined,
      hour: "numeric",
      minute: "2-digit",
    });

  const submit = async () => {
    if (!reason.trim()) return setRefused({ reason: t("reasonMissing") });
    const preset = times.find((each) => each.name === choice)?.at;
    const at = choice === "custom" ? new Date(custom) : preset;
    if (at && Number.isNaN(at.getTime())) return setRefused({ until: t("untilMissing") });
    const outcome = await desk.hold({
      until: at?.toISOString() ?? null,
      until_reply: untilReply,
      reason: reason.trim(),
    });
    if (outcome === null) onClose();
    else setRefused(outcome);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md">
        <Radio.Group
          label={t("until")}
          description={t("longestAllowed", { at: moment(last) })}
          value={choice}
          onChange={setChoice}
          error={choice !== "custom" && refused.until}
        >
          <Stack gap={8} mt={8}>
            {times.map(({ name, at }) => (
              <Radio key={name} value={name} label={`${t(`times.${name}`)} · ${moment(at)}`} />
            ))}
            <Radio value="longest" label={`${t("times.longest")} · ${moment(last)}`} />
            <Radio value="custom" label={t("times.custom")} />
          </Stack>
        </Radio.Group>
        {choice === "custom" && (
          <TextInput
            type="datetime-local"
            aria-label={t("times.custom")}
            min={localInput(now)}
            max={localInput(last)}
            value={custom}
            onChange={(event) => setCustom(event.currentTarget.value)}
            error={refused.until}
          />
        )}
        <Textarea
          data-autofocus
          label={t("reason")}
          description={t("reasonHint")}
          withAsterisk
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setRefused({});
          }}
          error={refused.reason}
        />
        <Checkbox
          label={t("untilReply")}
          checked={untilReply}
          onChange={(event) => setUntilReply(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={desk.busy}>
            {t("confirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
