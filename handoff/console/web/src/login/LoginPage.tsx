/** The way in, step by step: the password, then what it leaves to show. */
import { Paper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { rememberCsrf } from "../api/client";
import { Logo } from "../app/Logo";
import { CodeStep } from "./CodeStep";
import { FactorStep } from "./FactorStep";
import classes from "./LoginPage.module.css";
import { PasswordStep } from "./PasswordStep";
import { wayInQuery } from "./queries";
import { Returning } from "./Returning";
import { readReturn } from "./returning";

export function LoginPage() {
  const t = useTranslations("login");
  const wayIn = useQuery(wayInQuery).data;
  const [back, setBack] = useState(() => readReturn(location));
  if (wayIn?.lacks) rememberCsrf(wayIn.csrf);
  return (
    <main className={classes.page}>
      <title>{`${t("title")} · Helpline`}</title>
      <Paper className={classes.card} shadow="md" radius="lg">
        <header className={classes.head}>
          <Logo size={44} />
          <div>
            <Title order={1} fz="xl">
              Helpline
            </Title>
            <Text size="sm">{t("tagline")}</Text>
          </div>
        </header>
        {wayIn?.lacks === "code" ? (
          <CodeStep name={wayIn.name ?? ""} />
        ) : wayIn?.lacks === "factor" ? (
          <FactorStep name={wayIn.name ?? ""} />
        ) : back ? (
          <Returning back={back} onTurnBack={() => setBack(null)} />
        ) : (
          <PasswordStep signOn={wayIn?.single_sign_on ?? null} />
        )}
      </Paper>
    </main>
  );
}
