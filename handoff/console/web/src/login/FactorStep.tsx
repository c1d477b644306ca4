/** Who needs a second factor and has none sets it up before coming in. */
import { Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { Enrolment } from "../account/Enrolment";
import { meQuery } from "../api/queries";
import classes from "./LoginPage.module.css";
import { TurnBack } from "./TurnBack";

export function FactorStep({ name }: { name: string }) {
  const t = useTranslations("login");
  const client = useQueryClient();
  return (
    <Stack gap="sm" className={classes.form}>
      <Text size="sm">{t("factorFor", { name })}</Text>
      <Enrolment onDone={() => void client.refetchQueries(meQuery)} beforehand={<TurnBack />} />
    </Stack>
  );
}
