/** Tells whoever opens a conversation that a colleague speaks with the same customer elsewhere. */
import { Anchor } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { useMe } from "../app/session";
import { usePlace } from "../inbox/usePlace";
import { useChannelName, usePersonName } from "../shared/names";
import classes from "./People.module.css";
import { personQuery } from "./queries";

export function AlsoOpen({ id }: { id: string }) {
  const t = useTranslations("people");
  const me = useMe();
  const { open } = usePlace();
  const channelName = useChannelName();
  const personName = usePersonName();
  const { data: person } = useQuery(personQuery(id));
  const others = (person?.members ?? []).filter(
    ({ conversation_id, operator }) => conversation_id !== id && operator && operator !== me.id,
  );
  if (others.length === 0) return null;
  return (
    <div className={classes.also} role="status">
      <IconUsers size={15} aria-hidden />
      {others.map(({ conversation_id, channel, operator, visible }) => {
        const words = t("also", { channel: channelName(channel), name: personName(operator ?? "") });
        return visible ? (
          <Anchor key={conversation_id} component="button" size="xs" onClick={() => open(conversation_id)}>
            {words}
          </Anchor>
        ) : (
          <span key={conversation_id}>{words}</span>
        );
      })}
    </div>
  );
}
