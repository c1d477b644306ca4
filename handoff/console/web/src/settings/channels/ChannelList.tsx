/** All connections in a table: whose account, how it fares, what passed in the last hour. */
import { Button, Table, Text } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { Ago } from "../../shared/Ago";
import { ChannelMark } from "../../shared/Face";
import { useChannelName } from "../../shared/names";
import { said } from "../../shared/said";
import { Empty } from "../../shared/States";
import pageClasses from "../Settings.module.css";
import classes from "./Channels.module.css";
import type { ConnectionView } from "./model";
import { StateBadge } from "./StateBadge";
import { useSecondsUntil } from "./useSecondsUntil";

export function ChannelList({ connections }: { connections: ConnectionView[] }) {
  const t = useTranslations("connections");
  return (
    <>
      <header className={pageClasses.head}>
        <h1>{t("title")}</h1>
        <Button
          component={Link}
          to="/settings/channels/new"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
        >
          {t("new")}
        </Button>
      </header>
      <main className={pageClasses.scroll}>
        {connections.length === 0 ? (
          <Empty icon={IconPlugConnected} title={t("none")} hint={t("noneHint")} />
        ) : (
          <Table stickyHeader highlightOnHover verticalSpacing={7} className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("account")}</Table.Th>
                <Table.Th>{t("state")}</Table.Th>
                <Table.Th>{t("received")}</Table.Th>
                <Table.Th>{t("sent")}</Table.Th>
                <Table.Th>{t("lastHour")}</Table.Th>
                <Table.Th>{t("waiting")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {connections.map((each) => (
                <Connection key={each.name} connection={each} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </main>
    </>
  );
}

function Connection({ connection }: { connection: ConnectionView }) {
  const { name, kind, account, title, health } = connection;
  const t = useTranslations("connections");
  const channelName = useChannelName();
  const navigate = useNavigate();
  const slowed = useSecondsUntil(health.throttled_until) > 0;
  const place = `/settings/channels/${encodeURIComponent(name)}`;
  return (
    <Table.Tr className={classes.row} onClick={() => void navigate(place)}>
      <Table.Td>
        <span className={classes.account}>
          <ChannelMark channel={kind} size={32} />
          <span className={classes.naming}>
            <Link to={place} className={classes.name} dir="auto" onClick={(event) => event.stopPropagation()}>
              {connection.from_environment ? channelName(kind) : title}
            </Link>
            <Text component="span" size="xs" c="dimmed">
              {channelName(kind)} · {account}
              {connection.from_environment && ` · ${t("ofEnvironment")}`}
            </Text>
          </span>
        </span>
      </Table.Td>
      <Table.Td>
        <StateBadge state={health.state} />
        {health.state === "failing" && (
          <Text size="xs" c="red" lineClamp={2} maw={320} mt={2}>
            {said(health.reason)}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label={t("received")}>
        <Last at={health.last_received_at} />
      </Table.Td>
      <Table.Td data-label={t("sent")}>
        <Last at={health.last_sent_at} />
      </Table.Td>
      <Table.Td data-label={t("lastHour")}>
        <Text span size="sm">
          {t("hour", { received: health.received_hour, sent: health.sent_hour })}
        </Text>
        {health.failed_hour > 0 && (
          <Text span size="sm" c="red">
            {" "}
            · {t("failedHour", { count: health.failed_hour })}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label={t("waiting")}>
        {health.queued > 0 ? <b>{health.queued}</b> : <Nothing />}
        {slowed && (
          <Text span size="xs" c="dimmed">
            {" "}
            {t("throttledShort")}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Last({ at }: { at: string | null }) {
  return at ? <Ago at={at} /> : <Nothing />;
}

function Nothing() {
  return (
    <Text span c="dimmed" data-nothing>
      –
    </Text>
  );
}
