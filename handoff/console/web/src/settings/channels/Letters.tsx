/** Events that were set aside since they could not be read or handled: why, as they came, and what is done with them. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import { Ago } from "../../shared/Ago";
import { useExplain } from "../../shared/problems";
import { said } from "../../shared/said";
import classes from "./Channels.module.css";
import { isUnread, type DeadLetter } from "./model";
import { drop, letterQuery, lettersQuery, tryAgain } from "./queries";
import { Raw } from "./Raw";

export function Letters({ letters }: { letters: DeadLetter[] }) {
  return (
    <ul className={classes.letters}>
      {letters.map((each) => (
        <Letter key={each.id} letter={each} />
      ))}
    </ul>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  const t = useTranslations("connections.letters");
  const explain = useExplain();
  const [shown, setShown] = useState(false);
  const [dropping, setDropping] = useState(false);
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: lettersQuery.queryKey });
  const retry = useMutation({
    mutationFn: () => tryAgain(letter.id),
    onSuccess: () => notifications.show({ message: t("retried"), color: "helpline" }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => drop(letter.id),
    onSettled: () => {
      setDropping(false);
      return refresh();
    },
  });
  const refusal = retry.error ?? remove.error;
  const raw = useQuery({ ...letterQuery(letter.id), enabled: shown });
  return (
    <li>
      <Text size="xs" c="dimmed">
        <Ago at={letter.parked_at} /> · {letter.id}
      </Text>
      <p className={classes.error}>{said(letter.error)}</p>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={shown}
          loading={raw.isFetching}
          onClick={() => setShown(!shown)}
        >
          {shown ? t("hide") : t("show")}
        </Button>
        <Button size="compact-sm" variant="light" loading={retry.isPending} onClick={() => retry.mutate()}>
          {t("retry")}
        </Button>
        <Button size="compact-sm" variant="light" color="red" onClick={() => setDropping(true)}>
          {t("drop")}
        </Button>
        {!isUnread(letter) && (
          <Button
            component={Link}
            to={`/inbox/open/${encodeURIComponent(letter.conversation_id)}`}
            size="compact-sm"
            variant="subtle"
          >
            {t("conversation")}
          </Button>
        )}
      </Group>
      {refusal && (
        <Text size="sm" c="red" mt={6} role="alert">
          {explain(refusal)}
        </Text>
      )}
      {shown && raw.isError && (
        <Text size="sm" c="red" mt={6}>
          {explain(raw.error)}
        </Text>
      )}
      {shown && raw.data !== undefined && (
        <div style={{ marginTop: 8 }}>
          <Raw text={raw.data} label={t("copy")} />
        </div>
      )}
      <Modal opened={dropping} onClose={() => setDropping(false)} title={t("dropTitle")} size="sm">
        <Text size="sm">{t("dropText")}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={() => setDropping(false)}>
            {t("cancel")}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t("drop")}
          </Button>
        </Group>
      </Modal>
    </li>
  );
}
