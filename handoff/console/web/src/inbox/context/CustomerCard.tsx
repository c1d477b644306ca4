/** Who writes: what the channel tells and what staff have put down. */
import { Badge, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { Confirmed } from "../../people/Confirmed";
import { useAccountTitle } from "../../shared/accounts";
import { Face } from "../../shared/Face";
import { useChannelName, useCustomerName, useLanguageName } from "../../shared/names";
import classes from "./ContextPanel.module.css";
import { Copied, Fact, Moment, OpenHint } from "./parts";

interface Props {
  conversation: Conversation;
  /** The reader may write to the customer. */
  mine: boolean;
  onEdit: () => void;
}

export function CustomerCard({ conversation, mine, onEdit }: Props) {
  const t = useTranslations("context");
  const languageName = useLanguageName();
  const channelName = useChannelName();
  const { customer } = conversation;
  const name = useCustomerName()(conversation);
  const account = useAccountTitle()(conversation.id);
  return (
    <section className={classes.customer}>
      <Face name={name} channel={conversation.channel} size={56} />
      <h3 dir="auto">{name}</h3>
      {customer.left && (
        <Badge color="red" variant="light" tt="none">
          {t("left")}
        </Badge>
      )}
      <OpenHint onOpen={onEdit} hint={t("edit")} />
      <dl className={classes.facts}>
        <Fact label={t("channel")}>
          {channelName(conversation.channel)}{" "}
          <Text span c="dimmed" fz="inherit">{`· ${account ?? conversation.account}`}</Text>
        </Fact>
        {customer.language && <Fact label={t("language")}>{languageName(customer.language)}</Fact>}
        {customer.tier && <Fact label={t("tier")}>{customer.tier}</Fact>}
        {customer.groups.length > 0 && <Fact label={t("groups")}>{customer.groups.join(", ")}</Fact>}
        {customer.region && <Fact label={t("region")}>{customer.region}</Fact>}
        {customer.username && <Fact label={t("username")}>@{customer.username}</Fact>}
        {customer.phone && (
          <Fact label={t("phone")}>
            <Confirmed conversation={conversation} kind="phone" text={customer.phone} mine={mine} />
          </Fact>
        )}
        {customer.email && (
          <Fact label={t("email")}>
            <Confirmed conversation={conversation} kind="email" text={customer.email} mine={mine} />
          </Fact>
        )}
        {Object.entries(customer.attributes ?? {}).map(([attribute, value]) => (
          <Fact key={attribute} label={attribute}>
            {value}
          </Fact>
        ))}
        <Fact label={t("externalId")}>
          <Copied text={conversation.external_id} />
        </Fact>
        <Fact label={t("since")}>
          <Moment at={conversation.created_at} />
        </Fact>
      </dl>
    </section>
  );
}
