/** The message that is answered, above the answer; pressed, it comes into sight. */
import { UnstyledButton } from "@mantine/core";
import { useTranslations } from "use-intl";

import type { Message } from "../../api/types";
import { useCustomerName } from "../../shared/names";
import classes from "./Beside.module.css";
import { messageNumber, usePlaceInThread } from "./place";
import { kindAlone } from "./unsupportedKind";
import { useKindName } from "./useKindName";
import { said, useSnippet } from "./useSnippet";

export function Quoted({ quote }: { quote: NonNullable<Message["quote"]> }) {
  const t = useTranslations("thread");
  const { conversation, find, jumpTo } = usePlaceInThread();
  const customerName = useCustomerName();
  const snippet = useSnippet();
  const kindName = useKindName();
  const number = messageNumber(quote.message);
  const quoted = find(number);
  const speaker =
    quote.side === "customer"
      ? customerName(conversation)
      : quote.side === "bot"
        ? t("bot")
        : (quoted?.author_name ?? t("operator"));
  const strange = quote.side === "customer" ? kindAlone(quote.text) : null;
  const words = strange
    ? kindName(strange)
    : quote.text
      ? said(quote.text, quote.side)
      : snippet(quoted ?? { side: quote.side });
  return (
    <UnstyledButton
      className={classes.quote}
      data-side={quote.side}
      aria-label={t("quoted", { speaker, words })}
      onClick={() => jumpTo(number)}
    >
      <span className={classes.speaker}>{speaker}</span>
      <span className={classes.words} dir="auto">
        {words}
      </span>
    </UnstyledButton>
  );
}
