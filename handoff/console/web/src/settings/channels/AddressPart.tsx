/** Where the messenger calls us, and who tells it so. */
import { useQuery } from "@tanstack/react-query";
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { Copy } from "../../flows/systems/SecretField";
import { Part } from "../fields/Part";
import classes from "./Channels.module.css";
import { addressIs, type ConnectionView } from "./model";
import { kindsQuery } from "./queries";

export function AddressPart({ connection: { kind, webhook_url } }: { connection: ConnectionView }) {
  const t = useTranslations("connections.address");
  const reachable = useQuery(kindsQuery).data?.public_url ?? false;
  const way = addressIs(kind);
  if (!way) return null;
  return (
    <Part id="address" title={t("title")} hint={t(reachable || way === "entered" ? way : "polled")}>
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
