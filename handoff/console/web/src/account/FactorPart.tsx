/** One's second factor: take it up, renew the codes for recovery, put it down. */
import { Button, Group, Loader, Modal, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IconDeviceMobile } from "@tabler/icons-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { Part } from "../settings/fields/Part";
import { Failure } from "../shared/States";
import { AskForCode } from "./AskForCode";
import { Enrolment } from "./Enrolment";
import { factorQuery, type Factor } from "./queries";
import { RecoveryCodes } from "./RecoveryCodes";

type Asked = "enrol" | "renew" | "remove";

export function FactorPart() {
  const t = useTranslations("account.factor");
  const factor = useQuery(factorQuery);
  return (
    <Part id="factor" title={t("title")} hint={t("hint")}>
      {factor.data ? (
        <State factor={factor.data} />
      ) : factor.isPending ? (
        <Loader />
      ) : (
        <Failure error={factor.error} retry={() => void factor.refetch()} />
      )}
    </Part>
  );
}

function State({ factor }: { factor: Factor }) {
  const t = useTranslations("account.factor");
  const format = useFormatter();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);

  const done = () => {
    setAsked(null);
    setCodes(null);
    void client.invalidateQueries(factorQuery);
  };
  const renew = async (code: string) => {
    const answer = await ask(api.POST("/api/me/second-factor/recovery-codes", { body: { code } }));
    setCodes(answer.codes);
  };
  const remove = async (code: string) => {
    await ask(api.POST("/api/me/second-factor/remove", { body: { code } }));
    done();
  };

  return (
    <>
      <Text size="sm">
        {factor.since
          ? t("on", { since: format.dateTime(new Date(factor.since), { dateStyle: "long" }) })
          : t("off")}{" "}
        {factor.since && t("left", { count: factor.recovery_left })} {factor.required && t("required")}
      </Text>
      <Group gap="xs">
        {factor.since ? (
          <>
            <Button size="compact-md" variant="default" onClick={() => setAsked("renew")}>
              {t("renew")}
            </Button>
            <Button size="compact-md" color="red" variant="light" onClick={() => setAsked("remove")}>
              {t("remove")}
            </Button>
          </>
        ) : (
          <Button
            size="compact-md"
            leftSection={<IconDeviceMobile size={16} />}
            onClick={() => setAsked("enrol")}
          >
            {t("enrol")}
          </Button>
        )}
      </Group>
      <Modal
        opened={asked !== null}
        onClose={done}
        title={asked && t(asked === "enrol" ? "title" : asked)}
        size="sm"
      >
        {asked === "enrol" ? (
          <Enrolment onDone={done} />
        ) : codes ? (
          <RecoveryCodes codes={codes} onDone={done} />
        ) : (
          asked && <AskForCode key={asked} label={t(asked)} onCode={asked === "renew" ? renew : remove} />
        )}
      </Modal>
    </>
  );
}
