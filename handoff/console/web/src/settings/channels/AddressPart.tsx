/** Where the messenger calls us, and who tells it so. */
import { useQuery } from "@tanstack/react-query";
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { Copy } from "../../flows/systems/SecretField";
import { Part } from "../fields/Part";
import classes from "./Channels.module.css";
import { addressIs, type ConnectionView } from "./model";
import { kindsQuery } from "./queries";

export function AddressPart({ connection }: { connection: ConnectionView }) {
  const { kind, webhook_url, from_environment } = connection;
  const t = useTranslations("connections.address");
  const reachable = useQuery(kindsQuery).data?.public_url ?? false;
  const way = addressIs(kind);
  // What the environment has us register may be another one.
  if (!way || (way === "registered" && from_environment)) return null;
  if (way === "registered" && !reachable) return <Part id="address" title={t("title")} hint={t("polled")} />;
  return (
    <Part id="address" title={t("title")} hint={t(way)}>
      <div className={classes.address}>
        <code>{webhook_url}</code>
        <Copy text={webhook_url} label={t("copy")} />
      </div>
      {kind === "custom" && (
        <Text size="xs" c="dimmed">
          {t("openapi")}{" "}
          <a href={`${webhook_url}/openapi.json`} target="_blank" rel="noreferrer">
            openapi.json
          </a>
        </Text>
      )}
      {!reachable && way === "entered" && (
        <Text size="xs" c="dimmed">
          {t("notReachable")}
        </Text>
      )}
    </Part>
  );
}
