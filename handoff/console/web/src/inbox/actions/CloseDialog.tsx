/** How it ended and what it was about: without a topic the numbers would tell nothing. */
import {
  Autocomplete,
  Button,
  Group,
  Modal,
  SegmentedControl,
  Stack,
  Text,
  type ComboboxParsedItem,
} from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { useTopicName, useTopics } from "../../shared/names";
import type { Desk } from "../useDesk";

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
  const [missing, setMissing] = useState(false);
  const names = [...new Set(topics.map(topicName))];

  const submit = async () => {
    const words = topic.trim();
    if (!words) {
      setMissing(true);
      return;
    }
    const known = topics.find((each) => topicName(each).toLowerCase() === words.toLowerCase());
    if (await desk.close(reason, known ?? words)) onClose();
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
            setMissing(false);
          }}
          error={missing && t("topicMissing")}
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
