/** Sign in. A demonstration offers its logins; elsewhere only the form is there. */
import {
  Alert,
  Button,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
  UnstyledButton,
} from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { demoLoginsQuery, meQuery } from "../api/queries";
import type { DemoLogin } from "../api/types";
import { Logo } from "../app/Logo";
import { Face } from "../shared/Face";
import { useExplain } from "../shared/problems";
import classes from "./LoginPage.module.css";

export function LoginPage() {
  const t = useTranslations("login");
  const client = useQueryClient();
  const explain = useExplain();
  const { data: demo = [] } = useQuery(demoLoginsQuery);
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const signIn = async (body: { login: string; password: string }) => {
    setBusy(true);
    setProblem(null);
    try {
      client.setQueryData(meQuery.queryKey, await ask(api.POST("/api/login", { body })));
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
    }
  };

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
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            void signIn({ login: login.trim(), password });
          }}
        >
          <Stack gap="sm">
            {problem && (
              <Alert color="red" variant="light" role="alert">
                {problem}
              </Alert>
            )}
            <TextInput
              label={t("login")}
              autoComplete="username"
              autoFocus
              required
              withAsterisk={false}
              value={login}
              onChange={(event) => setLogin(event.currentTarget.value)}
            />
            <PasswordInput
              label={t("password")}
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" size="md" loading={busy} mt={4}>
              {t("signIn")}
            </Button>
          </Stack>
        </form>
        {demo.length > 0 && <Demo logins={demo} disabled={busy} onChoose={(each) => void signIn(each)} />}
      </Paper>
    </main>
  );
}

interface DemoProps {
  logins: DemoLogin[];
  disabled: boolean;
  onChoose: (login: { login: string; password: string }) => void;
}

function Demo({ logins, disabled, onChoose }: DemoProps) {
  const t = useTranslations("login");
  const roles = useTranslations("rail.roles");
  return (
    <section className={classes.demo}>
      <Text size="xs" c="dimmed" mb={6}>
        {t("demo")}
      </Text>
      {logins.map((each) => (
        <UnstyledButton
          key={each.login}
          className={classes.choice}
          disabled={disabled}
          onClick={() => onChoose({ login: each.login, password: each.password })}
        >
          <Face name={each.name} size={32} />
          <span className={classes.who}>
            <Text component="span" size="sm" fw={600}>
              {each.name}
            </Text>
            <Text component="span" size="xs" c="dimmed">
              {roles(each.role)} · {each.login} / {each.password}
            </Text>
          </span>
          <IconChevronRight size={16} aria-hidden />
        </UnstyledButton>
      ))}
    </section>
  );
}
