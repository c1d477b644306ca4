/** How it ended and what it was about: without a topic the numbers would tell nothing. Unsolved, what was offered. */
import {
  Autocomplete,
  Button,
  Group,
  Modal,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  type ComboboxParsedItem,
} from "@mantine/core";
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

function among(options: ComboboxParsedItem[], search: string): ComboboxParsedItem[] {
  const words = search.trim().toLowerCase();
  return options.filter((each) => "label" in each && each.label.toLowerCase().includes(words));
}

function CloseForm({ conversation, desk, onClose }: Omit<Props, "opened">) {
  const t = useTranslations("closing");
  const topicName = useTopicName();
  const topics = useTopics();
  const [reason, setReason] = useState("solved");
  const [topic, setTopic] = useState(conversation.session.topic ? topicName(conversation.session.topic) : "");
  const [comment, setComment] = useState("");
  const [refused, setRefused] = useState<Refused>({});
  const names = [...new Set(topics.map(topicName))];

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
          // A topic that is chosen already must not hide the others.
          filter={({ options, search, limit }) =>
            (names.includes(search) ? options : among(options, search)).slice(0, limit)
          }
          label={t("topic")}
          description={t("topicHint")}
          required
          withAsterisk
          maxLength={80}
          limit={20}
          maxDropdownHeight={220}
          data={names}
          value={topic}
          onChange={(next) => {
            setTopic(next);
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
