/** Finds the customer who is the same as this one, and asks before they become one. */
import { Badge, Button, Group, Loader, Modal, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowMerge, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { Conversation } from "../api/types";
import { Ago } from "../shared/Ago";
import { Face } from "../shared/Face";
import { useChannelName, useCustomerName } from "../shared/names";
import classes from "./People.module.css";
import { hitsQuery, type PersonHit } from "./queries";
import type { Joining } from "./useJoining";

interface Props {
  opened: boolean;
  onClose: () => void;
  conversation: Conversation;
  joining: Joining;
}

export function MergeDialog({ opened, onClose, ...rest }: Props) {
  const t = useTranslations("people");
  return (
    <Modal opened={opened} onClose={onClose} title={t("mergeTitle")} size="md">
      <Merging {...rest} onClose={onClose} />
    </Modal>
  );
}

function Merging({ conversation, joining, onClose }: Omit<Props, "opened">) {
  const t = useTranslations("people");
  const [chosen, setChosen] = useState<PersonHit | null>(null);
  const mine = useCustomerName()(conversation);
  if (!chosen) return <Search conversation={conversation} onChoose={setChosen} />;
  const merge = async () => {
    if (await joining.merge(chosen.conversation_id)) onClose();
  };
  return (
    <Stack gap="md">
      <div className={classes.pair}>
        <Face name={mine} channel={conversation.channel} size={44} />
        <IconArrowMerge size={20} aria-hidden />
        <Hit hit={chosen} />
      </div>
      <Text size="sm">{t("mergeText")}</Text>
      {chosen.hints.length === 0 && (
        <Text size="sm" c="var(--hl-warm)">
          {t("nothingAlike")}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => setChosen(null)}>
          {t("back")}
        </Button>
        <Button loading={joining.busy} onClick={() => void merge()} data-autofocus>
          {t("merge")}
        </Button>
      </Group>
    </Stack>
  );
}

function Search({
  conversation,
  onChoose,
}: {
  conversation: Conversation;
  onChoose: (hit: PersonHit) => void;
}) {
  const t = useTranslations("people");
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 200);
  const { data: hits, isFetching } = useQuery({
    ...hitsQuery(conversation.id, q),
    placeholderData: keepPreviousData,
  });
  return (
    <Stack gap="sm">
      <TextInput
        data-autofocus
        label={t("search")}
        description={t("searchHint")}
        leftSection={<IconSearch size={15} />}
        rightSection={isFetching ? <Loader size={14} /> : null}
        value={words}
        maxLength={200}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {hits && hits.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {q ? t("nobody") : t("nobodyAlike")}
        </Text>
      )}
      <ul className={classes.hits} aria-label={t("found")}>
        {hits?.map((hit) => (
          <li key={hit.conversation_id}>
            <UnstyledButton className={classes.hit} onClick={() => onChoose(hit)}>
              <Hit hit={hit} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function Hit({ hit: { conversation_id, channel, customer, hints, updated_at } }: { hit: PersonHit }) {
  const t = useTranslations("people");
  const channelName = useChannelName();
  const name = useCustomerName()({ id: conversation_id, customer });
  const known = [
    channelName(channel),
    customer.username && `@${customer.username}`,
    customer.phone,
    customer.email,
  ];
  return (
    <span className={classes.found}>
      <Face name={name} channel={channel} size={36} />
      <span className={classes.who}>
        <Text component="span" display="block" size="sm" fw={550} truncate dir="auto">
          {name}
        </Text>
        <Text component="span" display="block" size="xs" c="dimmed">
          {known.filter(Boolean).join(" · ")} · <Ago at={updated_at} />
        </Text>
        {hints.length > 0 && (
          <span className={classes.hints}>
            {hints.map((hint) => (
              <Badge key={hint} size="xs" variant="light" tt="none">
                {t(`hint.${hint}`)}
              </Badge>
            ))}
          </span>
        )}
      </span>
    </span>
  );
}
