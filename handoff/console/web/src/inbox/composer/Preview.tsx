/** What is written as the customer will see it. */
import { useTranslations } from "use-intl";

import type { Conversation } from "../../api/types";
import { FormattedText } from "../thread/FormattedText";
import { plainOf } from "../thread/formatting";
import { RichText } from "../thread/RichText";
import classes from "./Composer.module.css";

export function Preview({ text, conversation }: { text: string; conversation: Conversation }) {
  const t = useTranslations("composer.format");
  return (
    <section className={classes.preview} aria-label={t("preview")}>
      {conversation.abilities.formats ? (
        <FormattedText text={text.trim()} />
      ) : (
        <RichText text={plainOf(text.trim())} />
      )}
    </section>
  );
}
