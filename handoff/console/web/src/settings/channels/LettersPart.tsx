/** What was set aside of this connection; nothing to see where nothing was. */
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { Part } from "../fields/Part";
import { Letters } from "./Letters";
import { isOf, type ConnectionView } from "./model";
import { lettersQuery } from "./queries";

export function LettersPart({ connection }: { connection: ConnectionView }) {
  const t = useTranslations("connections.letters");
  const letters = (useQuery(lettersQuery).data ?? []).filter((each) => isOf(connection, each));
  if (letters.length === 0) return null;
  return (
    <Part id="letters" title={t("title")} hint={t("hint")}>
      <Letters letters={letters} />
    </Part>
  );
}
