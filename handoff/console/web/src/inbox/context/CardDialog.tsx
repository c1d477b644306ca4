/** Fills in what is known of a customer and of what they ask; rules and clocks take it from there. */
import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  Modal,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useMessages, useTranslations, type Messages } from "use-intl";

import type { Conversation } from "../../api/types";
import { useTopicName, useTopics } from "../../shared/names";
import { useDesk, type Refused } from "../useDesk";
import { useKindName } from "../wording";
import { cardOf, changes, type Card } from "./card";

interface Props {
  opened: boolean;
  onClose: () => void;
  conversation: Conversation;
}

export function CardDialog({ opened, onClose, conversation }: Props) {
  const t = useTranslations("card");
  return (
    <Modal opened={opened} onClose={onClose} title={t("title")} size="lg">
      <CardFields conversation={conversation} onClose={onClose} />
    </Modal>
  );
}

function CardFields({ conversation, onClose }: Omit<Props, "opened">) {
  const t = useTranslations("card");
  const names = useTranslations("context");
  const { kinds } = useMessages() as Messages;
  const kindName = useKindName();
  const topicName = useTopicName();
  const topics = useTopics();
  const desk = useDesk(conversation.id);
  const [before] = useState(() => cardOf(conversation));
  const [card, setCard] = useState<Card>(() => ({
    ...before,
    kind: before.kind && kindName(before.kind),
    topic: before.topic && topicName(before.topic),
  }));
  const [refused, setRefused] = useState<Refused>({});
  const change = (part: Partial<Card>) => {
    setCard({ ...card, ...part });
    setRefused({});
  };
  const text = (name: "tier" | "region" | "email" | "phone") => ({
    label: names(name),
    value: card[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    error: refused[name],
  });

  const submit = async () => {
    // What is chosen by name is stored by its code; a business's own words are stored as they are.
    const coded = (codes: string[], name: (code: string) => string, said: string) =>
      codes.find((each) => name(each).toLowerCase() === said.trim().toLowerCase()) ?? said;
    const known = [before.topic, ...topics].filter(Boolean);
    const form = changes(before, {
      ...card,
      kind: coded([before.kind, ...Object.keys(kinds)].filter(Boolean), kindName, card.kind),
      topic: coded(known, topicName, card.topic),
    });
    if (Object.keys(form).length === 0) return onClose();
    const outcome = await desk.describe(form);
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
        <Text fw={600} size="sm">
          {t("customer")}
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput data-autofocus maxLength={80} {...text("tier")} />
          <TextInput maxLength={80} {...text("region")} />
          <TextInput type="email" maxLength={200} {...text("email")} />
          <TextInput type="tel" maxLength={40} {...text("phone")} />
        </SimpleGrid>
        <TagsInput
          label={names("groups")}
          placeholder={t("tagsHint")}
          value={card.groups}
          onChange={(groups) => change({ groups })}
          maxTags={20}
          error={refused.groups}
        />
        <Attributes
          rows={card.attributes}
          onChange={(attributes) => change({ attributes })}
          error={refused.attributes}
        />
        <Text fw={600} size="sm">
          {t("request")}
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Autocomplete
            label={names("kind")}
            data={Object.keys(kinds).map(kindName)}
            value={card.kind}
            onChange={(kind) => change({ kind })}
            maxLength={80}
            error={refused.kind}
          />
          <Autocomplete
            label={names("topic")}
            data={[...new Set(topics.map(topicName))]}
            value={card.topic}
            onChange={(topic) => change({ topic })}
            maxLength={80}
            maxDropdownHeight={200}
            error={refused.topic}
          />
        </SimpleGrid>
        <TagsInput
          label={names("tags")}
          placeholder={t("tagsHint")}
          value={card.tags}
          onChange={(tags) => change({ tags })}
          maxTags={20}
          error={refused.tags}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={desk.busy}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface AttributesProps {
  rows: Card["attributes"];
  onChange: (rows: Card["attributes"]) => void;
  error: string | undefined;
}

/** Fields of the company's own, a name and a value each. */
function Attributes({ rows, onChange, error }: AttributesProps) {
  const t = useTranslations("card");
  const set = (index: number, row: [string, string]) =>
    onChange(rows.map((each, place) => (place === index ? row : each)));
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {t("attributes")}
      </Text>
      {rows.map(([name, value], index) => (
        <Group key={index} gap={6} wrap="nowrap">
          <TextInput
            flex={1}
            maxLength={80}
            aria-label={t("attributeName")}
            placeholder={t("attributeName")}
            value={name}
            onChange={(event) => set(index, [event.currentTarget.value, value])}
          />
          <TextInput
            flex={2}
            maxLength={500}
            aria-label={t("attributeValue")}
            placeholder={t("attributeValue")}
            value={value}
            onChange={(event) => set(index, [name, event.currentTarget.value])}
          />
          <ActionIcon
            color="gray"
            aria-label={t("removeAttribute")}
            onClick={() => onChange(rows.filter((_, place) => place !== index))}
          >
            <IconX size={15} />
          </ActionIcon>
        </Group>
      ))}
      {error && (
        <Text size="xs" c="red">
          {error}
        </Text>
      )}
      <Group>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} />}
          onClick={() => onChange([...rows, ["", ""]])}
        >
          {t("addAttribute")}
        </Button>
      </Group>
    </Stack>
  );
}
