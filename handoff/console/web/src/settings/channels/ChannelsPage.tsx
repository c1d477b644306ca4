/** The accounts of messengers that customers write to; a click opens one. */
import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { useTranslations } from "use-intl";

import { Title } from "../../app/Title";
import { Empty, Failure } from "../../shared/States";
import { ChannelEditor } from "./ChannelEditor";
import { ChannelList } from "./ChannelList";
import { KindCards } from "./KindCards";
import { NewChannel } from "./NewChannel";
import { channelsQuery, kindsQuery } from "./queries";

export function ChannelsPage() {
  const t = useTranslations("connections");
  return (
    <>
      <Title>{t("title")}</Title>
      <Place />
    </>
  );
}

function Place() {
  const states = useTranslations("states");
  const { name, kind: wanted } = useParams<{ name: string; kind: string }>();
  const channels = useQuery(channelsQuery);
  const kinds = useQuery(kindsQuery);
  // While one looks, an answer may fail to come: what was there before is still worth reading.
  if (!channels.data || !kinds.data) {
    const failed = [channels, kinds].find((each) => each.isError);
    return failed ? (
      <Failure error={failed.error} retry={() => void failed.refetch()} />
    ) : (
      <Loader m="auto" />
    );
  }
  if (name === undefined) return <ChannelList connections={channels.data} />;
  const kindOf = (id: string | undefined) => kinds.data.items.find((each) => each.name === id);
  if (name === "new") {
    const kind = kindOf(wanted);
    const shared = { connections: channels.data, publicUrl: kinds.data.public_url };
    return kind ? (
      <NewChannel key={kind.name} kind={kind} {...shared} />
    ) : (
      <KindCards kinds={kinds.data.items} {...shared} />
    );
  }
  const connection = channels.data.find((each) => each.name === name);
  const kind = kindOf(connection?.kind);
  if (!connection || !kind) return <Empty title={states("notFound")} hint={states("notFoundHint")} />;
  return <ChannelEditor key={name} connection={connection} kind={kind} />;
}
