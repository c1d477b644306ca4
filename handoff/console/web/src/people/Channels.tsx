/** All channels that a customer writes from: where they are now, who has them there, and what can be done about it. */
import { ActionIcon, Badge, Button, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconArrowsSplit2, IconDots, IconSend, IconUsersPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useLines } from "../api/queries";
import { atLeast, type Conversation } from "../api/types";
import { useMe } from "../app/session";
import { Section } from "../inbox/context/parts";
import { allowed } from "../inbox/rules";
import { usePlace } from "../inbox/usePlace";
import { Face } from "../shared/Face";
import { useChannelName, useCustomerName } from "../shared/names";
import { MergeDialog } from "./MergeDialog";
import classes from "./People.module.css";
import { personQuery, type Member } from "./queries";
import { SplitDialog } from "./SplitDialog";
import { TheirData } from "./TheirData";
import { Timeline } from "./Timeline";
import { useJoining } from "./useJoining";
import { useWhereabouts } from "./useWhereabouts";

type Dialog = "merge" | "timeline" | Member;

export function Channels({ conversation }: { conversation: Conversation }) {
  const t = useTranslations("people");
  const me = useMe();
  const channelName = useChannelName();
  const customerName = useCustomerName();
  const { session } = conversation;
  const line = useLines().find((each) => "line" in session && each.id === session.line);
  const mine = allowed(session, me, line).reply;
  const { data: person } = useQuery(personQuery(conversation.id));
  const joining = useJoining(conversation.id);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  if (!person) return null;
  const several = person.members.length > 1;
  return (
    <Section
      title={t("channels")}
      {...(several && { onOpen: () => setDialog("timeline"), hint: t("timeline") })}
    >
      {several && (
        <ul className={classes.members}>
          {person.members.map((member) => (
            <MemberRow
              key={member.conversation_id}
              member={member}
              current={member.conversation_id === conversation.id}
              onSplit={() => setDialog(member)}
            />
          ))}
        </ul>
      )}
      <div className={classes.deeds}>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconUsersPlus size={14} />}
          onClick={() => setDialog("merge")}
        >
          {t("mergeWith")}
        </Button>
        {atLeast(me.role, "admin") && (
          <TheirData conversation={conversation.id} name={customerName(conversation)} />
        )}
        {mine && person.invites.length > 0 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <Button
                size="compact-xs"
                variant="subtle"
                loading={joining.busy}
                leftSection={<IconSend size={14} />}
              >
                {t("invite")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t("inviteHint")}</Menu.Label>
              {person.invites.map((channel) => (
                <Menu.Item key={channel} onClick={() => void joining.invite(channel)}>
                  {channelName(channel)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <MergeDialog
        opened={dialog === "merge"}
        onClose={close}
        conversation={conversation}
        joining={joining}
      />
      {person.id && (
        <>
          <SplitDialog
            member={typeof dialog === "object" ? dialog : null}
            onClose={close}
            joining={joining}
            person={person.id}
          />
          <Timeline opened={dialog === "timeline"} onClose={close} person={person} />
        </>
      )}
    </Section>
  );
}

interface RowProps {
  member: Member;
  current: boolean;
  onSplit: () => void;
}

function MemberRow({ member, current, onSplit }: RowProps) {
  const t = useTranslations("people");
  const { open } = usePlace();
  const channelName = useChannelName();
  const customerName = useCustomerName();
  const whereabouts = useWhereabouts();
  const { conversation_id: id, customer, visible } = member;
  const name = customer ? customerName({ id, customer }) : t("unseen");
  const words = (
    <>
      <Face name={name} channel={member.channel} size={30} />
      <span className={classes.who}>
        <Text component="span" display="block" size="sm" fw={550} truncate dir="auto">
          {channelName(member.channel)} · {name}
        </Text>
        <Text component="span" display="block" size="xs" c="dimmed">
          {whereabouts(member)}
          {!member.answerable && ` · ${t("unanswerable")}`}
        </Text>
      </span>
      {current && (
        <Badge size="xs" variant="light" tt="none">
          {t("here")}
        </Badge>
      )}
    </>
  );
  return (
    <li className={classes.member}>
      {current || !visible ? (
        <span className={classes.place} aria-current={current}>
          {words}
        </span>
      ) : (
        <UnstyledButton className={classes.place} onClick={() => open(id)}>
          {words}
        </UnstyledButton>
      )}
      {visible && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t("more", { channel: channelName(member.channel) })}
            >
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconArrowsSplit2 size={15} />} onClick={onSplit}>
              {t("split")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}
