/** Events that were set aside since they could not be read or handled: why, whose, and as they came. */
import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import { Ago } from "../../shared/Ago";
import { useExplain } from "../../shared/problems";
import classes from "./Channels.module.css";
import { isUnread, type DeadLetter } from "./model";
import { letterQuery } from "./queries";
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
  const raw = useQuery({ ...letterQuery(letter.id), enabled: shown });
  return (
    <li>
      <Text size="xs" c="dimmed">
        <Ago at={letter.parked_at} /> · {letter.id}
      </Text>
      <p className={classes.error}>{letter.error}</p>
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
    </li>
  );
}
