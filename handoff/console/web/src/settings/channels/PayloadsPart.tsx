/** What the messenger sent of late, as it came: for those who look why something was not understood. */
import { Accordion, Button, Loader, Text } from "@mantine/core";
import { IconCode, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Ago } from "../../shared/Ago";
import { Failure } from "../../shared/States";
import { Part } from "../fields/Part";
import { payloadsQuery } from "./queries";
import { Raw } from "./Raw";

export function PayloadsPart({ name }: { name: string }) {
  const t = useTranslations("connections.payloads");
  const [shown, setShown] = useState(false);
  const payloads = useQuery({ ...payloadsQuery(name), enabled: shown });
  return (
    <Part id="payloads" title={t("title")} hint={t("hint")}>
      <div>
        <Button
          size="compact-md"
          variant="default"
          leftSection={shown ? <IconRefresh size={16} /> : <IconCode size={16} />}
          loading={payloads.isFetching}
          onClick={() => (shown ? void payloads.refetch() : setShown(true))}
        >
          {shown ? t("again") : t("show")}
        </Button>
      </div>
      {!shown ? null : payloads.isPending ? (
        <Loader size="sm" />
      ) : payloads.isError ? (
        <Failure error={payloads.error} retry={() => void payloads.refetch()} />
      ) : payloads.data.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("none")}
        </Text>
      ) : (
        <Accordion variant="separated" radius="md" chevronPosition="left">
          {payloads.data.map(({ at, headers, body }, index) => (
            <Accordion.Item key={`${at} ${index}`} value={`${at} ${index}`}>
              <Accordion.Control>
                <Text span size="sm">
                  <Ago at={at} />{" "}
                  <Text span size="xs" c="dimmed">
                    {t("bytes", { count: new Blob([body]).size })}
                  </Text>
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <Raw text={body} label={t("copy")} />
                <Text size="xs" c="dimmed" mt={6} style={{ overflowWrap: "anywhere" }}>
                  {Object.entries(headers)
                    .map(([header, value]) => `${header}: ${value}`)
                    .join(" · ")}
                </Text>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
    </Part>
  );
}
