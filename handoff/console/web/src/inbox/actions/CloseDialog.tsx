/** How it ended and what it was about: without a topic the numbers would tell nothing. Unsolved, what was offered. */
import { Autocomplete, Button, Group, Modal, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useTopicName, useTopics } from "../../shared/names";
import type { Desk, Refused } from "../useDesk";

interface Props {
  opened: boolean;
  onClose: () => void;
  conversation: Conversation;
  desk: Desk;
}

export function CloseDialog({ opened, onClose, conversation, desk }: Props) {
  const t = useTranslations("closing");
  return (
    <Modal opened={opened} onClose={onClose} title={t("title")} size="sm">
      <CloseForm conversation={conversation} desk={desk} onClose={onClose} />
    </Modal>
  );
}

/** What the typed words may become; a topic typed to its end needs no list over the fields below. */
function among(names: string[], typed: string): string[] {
  const words = typed.trim().toLowerCase();
  const found = names.filter((each) => each.toLowerCase().includes(words));
  return found.some((each) => each.toLowerCase() === words) ? [] : found;
}

function CloseForm({ conversation, desk, onClose }: Omit<Props, "opened">) {
  const t = useTranslations("closing");
  const topicName = useTopicName();
  const topics = useTopics();
  const [reason, setReason] = useState("solved");
  const [topic, setTopic] = useState(conversation.session.topic ? topicName(conversation.session.topic) : "");
  const [typing, setTyping] = useState(false);
  const [comment, setComment] = useState("");
  const [refused, setRefused] = useState<Refused>({});
  const names = [...new Set(topics.map(topicName))];
  // Typing narrows the list; asked for in another way it is whole: a topic that is there must not hide the others.
  const shown = typing ? among(names, topic) : names;

  const submit = async () => {
    const words = topic.trim();
    const missing: Refused = {};
    if (!words) missing.topic = t("topicMissing");
    if (reason === "unresolved" && !comment.trim()) missing.comment = t("commentMissing");
    if (Object.keys(missing).length > 0) return setRefused(missing);
    const known = topics.find((each) => topicName(each).toLowerCase() === words.toLowerCase());
    const outcome = await desk.close({ reason, topic: known ?? words, comment: comment.trim() });
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
        <div>
          <Text size="sm" fw={550} mb={6} id="reason">
            {t("reason")}
          </Text>
          <SegmentedControl
            fullWidth
            value={reason}
            onChange={setReason}
            aria-labelledby="reason"
            data={[
              { value: "solved", label: t("solved") },
              { value: "unresolved", label: t("unresolved") },
            ]}
          />
        </div>
        <Autocomplete
          data-autofocus
          openOnFocus={false}
          filter={({ options }) => options}
          onDropdownClose={() => setTyping(false)}
          onClick={() => setTyping(false)}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown" && shown.length === 0) setTyping(false);
          }}
          label={t("topic")}
          description={t("topicHint")}
          required
          withAsterisk
          maxLength={80}
          maxDropdownHeight={220}
          data={shown}
          value={topic}
          onChange={(next) => {
            setTopic(next);
            setTyping(true);
            setRefused({});
          }}
          error={refused.topic}
        />
        <Textarea
          label={t(reason === "unresolved" ? "offered" : "comment")}
          description={reason === "unresolved" ? t("offeredHint") : undefined}
          withAsterisk={reason === "unresolved"}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          value={comment}
          onChange={(event) => {
            setComment(event.currentTarget.value);
            setRefused({});
          }}
          error={refused.comment}
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
