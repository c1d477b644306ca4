/** What can be connected: a card for each kind of messenger. */
import { Badge } from "@mantine/core";
import { Link } from "react-router";
import { useMessages, useTranslations, type Messages } from "use-intl";

import { ChannelMark } from "../../shared/Face";
import { useChannelName } from "../../shared/names";
import pageClasses from "../Settings.module.css";
import { BackHead } from "./BackHead";
import classes from "./Channels.module.css";
import type { ConnectionView, KindView } from "./model";

interface Props {
  kinds: KindView[];
  connections: ConnectionView[];
  publicUrl: boolean;
}

export function KindCards({ kinds, connections, publicUrl }: Props) {
  const t = useTranslations("connections");
  const about = (useMessages() as Messages).connections.about as Record<string, string>;
  const channelName = useChannelName();
  // One that is there already, and may be there once, can't be connected again.
  const open = kinds.filter((each) => each.several || !connections.some(({ kind }) => kind === each.name));
  return (
    <>
      <BackHead to="/settings/channels" title={t("choose")} />
      <main className={pageClasses.scroll}>
        <ul className={classes.kinds}>
          {open.map((each) => (
            <li key={each.name}>
              <Link to={`/settings/channels/new/${each.name}`} className={classes.kind}>
                <ChannelMark channel={each.name} size={36} />
                <span>
                  <b>{channelName(each.name)}</b>
                  <small>{about[each.name] ?? each.title}</small>
                  {each.needs_public_url && !publicUrl && (
                    <Badge size="sm" mt={6} variant="light" color="amber" tt="none">
                      {t("needsAddress")}
                    </Badge>
                  )}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}
