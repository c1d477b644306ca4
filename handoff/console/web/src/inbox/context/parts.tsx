/** The pieces that the context panel is put together from. */
import { CopyButton, UnstyledButton } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";

import classes from "./ContextPanel.module.css";

export function Section({
  title,
  onOpen,
  hint,
  children,
}: {
  title: string;
  onOpen?: () => void;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <section className={classes.section}>
      <h3>
        {title}
        {onOpen && hint && <OpenHint onOpen={onOpen} hint={hint} />}
      </h3>
      {children}
    </section>
  );
}

export function OpenHint({ onOpen, hint }: { onOpen: () => void; hint: string }) {
  return (
    <UnstyledButton className={classes.hint} onClick={onOpen}>
      {hint}
    </UnstyledButton>
  );
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Moment({ at }: { at: string }) {
  const format = useFormatter();
  return (
    <time dateTime={at}>{format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" })}</time>
  );
}

export function Copied({ text }: { text: string }) {
  const t = useTranslations("context");
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <UnstyledButton className={classes.copy} onClick={copy} title={t("copy")}>
          {copied ? t("copied") : text} <IconCopy size={12} aria-hidden />
        </UnstyledButton>
      )}
    </CopyButton>
  );
}
