/** The tester beside the rules where there is room, else over them. */
import { Button, CloseButton, Drawer } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import classes from "./tester.module.css";
import { TesterPanel, type Shown } from "./TesterPanel";
import type { Scheme } from "../model";
import type { Tester } from "./useTester";

export function TesterButton({ tester }: { tester: Tester }) {
  const t = useTranslations("rules.tester");
  return (
    <Button
      size="compact-md"
      variant={tester.opened ? "light" : "default"}
      leftSection={<IconFlask size={16} />}
      aria-pressed={tester.opened}
      onClick={tester.toggle}
    >
      {t("button")}
    </Button>
  );
}

interface Props {
  tester: Tester;
  show: Shown[];
  /** The scheme that is tried, when it is not the one in force. */
  scheme?: Scheme;
}

export function TesterAside({ tester, show, scheme }: Props) {
  const t = useTranslations("rules.tester");
  if (!tester.wide)
    return (
      <Drawer
        opened={tester.opened}
        onClose={tester.close}
        position="right"
        size="min(420px, 100%)"
        title={t("title")}
      >
        <TesterPanel tester={tester} show={show} scheme={scheme} />
      </Drawer>
    );
  if (!tester.opened) return null;
  return (
    <aside className={classes.aside} aria-label={t("title")}>
      <header className={classes.head}>
        <h2>{t("title")}</h2>
        <CloseButton onClick={tester.close} aria-label={t("close")} />
      </header>
      <TesterPanel tester={tester} show={show} scheme={scheme} />
    </aside>
  );
}
