/** What a message may have beside its words: where they come from, what was put to them, that they were taken back. */
import { UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowForwardUp, IconDots, IconTemplate, IconTrash } from "@tabler/icons-react";
import { useFormatter, useTranslations } from "use-intl";

import type { Message } from "../../api/types";
import classes from "./Beside.module.css";

export function Forwarded({ from }: { from: string }) {
  const t = useTranslations("thread");
  return (
    <div className={classes.mark}>
      <IconArrowForwardUp size={13} aria-hidden />
      <span dir="auto">{from ? t("forwardedFrom", { from }) : t("forwarded")}</span>
    </div>
  );
}

/** An approved text of the messenger's, not the operator's own words. */
export function FromTemplate({ template }: { template: NonNullable<Message["template"]> }) {
  const t = useTranslations("thread");
  return (
    <div className={classes.mark}>
      <IconTemplate size={13} aria-hidden />
      {t("template", { name: template.name })}
    </div>
  );
}

export function Reactions({ reactions }: { reactions: string[] }) {
  const t = useTranslations("thread");
  return (
    <ul className={classes.reactions} aria-label={t("reactions")}>
      {reactions.map((sign) => (
        <li key={sign}>{sign}</li>
      ))}
    </ul>
  );
}

/** Its words stay readable to staff; the customer does not have them any more, or took them back. */
export function Withdrawn({ message, at }: { message: Message; at: string }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const time = format.dateTime(new Date(at), { timeStyle: "short" });
  return (
    <div className={classes.mark}>
      <IconTrash size={13} aria-hidden />
      {t(message.side === "customer" ? "withdrawnByCustomer" : "withdrawn", { at: time })}
    </div>
  );
}

/** Earlier mails that a mail repeats, and its signature. */
export function Folded({ text }: { text: string }) {
  const t = useTranslations("thread");
  const [opened, { toggle }] = useDisclosure(false);
  const label = t(opened ? "fold" : "unfold");
  return (
    <>
      <UnstyledButton
        className={classes.unfold}
        aria-expanded={opened}
        aria-label={label}
        title={label}
        onClick={toggle}
      >
        <IconDots size={16} aria-hidden />
      </UnstyledButton>
      {opened && (
        <div className={classes.folded} dir="auto">
          {text}
        </div>
      )}
    </>
  );
}
