/** Login and password. A demonstration offers its logins; elsewhere only the form is there. */
import { Button, PasswordInput, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconBuildingSkyscraper, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { api, ask } from "../api/client";
import { demoLoginsQuery } from "../api/queries";
import type { DemoLogin } from "../api/types";
import { Face } from "../shared/Face";
import classes from "./LoginPage.module.css";
import { Problem } from "./Problem";
import { useComingIn } from "./useComingIn";

export function PasswordStep({ signOn }: { signOn: string | null }) {
  const t = useTranslations("login");
  const { data: demo = [] } = useQuery(demoLoginsQuery);
  const { comeIn, attempt, problem, busy } = useComingIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");

  const leave = () =>
    attempt(async () => location.assign((await ask(api.POST("/api/login/single-sign-on"))).address));
  const signIn = (body: { login: string; password: string }) =>
    void comeIn(() => ask(api.POST("/api/login", { body })));

  return (
    <>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          signIn({ login: login.trim(), password });
        }}
      >
        <Stack gap="sm">
          <Problem>{problem}</Problem>
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
          {signOn && (
            <Button
              variant="default"
              size="md"
              leftSection={<IconBuildingSkyscraper size={18} />}
              disabled={busy}
              onClick={() => void leave()}
            >
              {t("signInWith", { name: signOn })}
            </Button>
          )}
        </Stack>
      </form>
      {demo.length > 0 && (
        <Demo
          logins={demo}
          disabled={busy}
          onChoose={(each) => signIn({ login: each.login, password: each.password })}
        />
      )}
    </>
  );
}

interface DemoProps {
  logins: DemoLogin[];
  disabled: boolean;
  onChoose: (login: DemoLogin) => void;
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
          onClick={() => onChoose(each)}
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
