/** Who let an offer pass is away without having said so: the way back, or to stay away without the card in the way. */
import { Button, CloseButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconBellRinging } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";

import { useCommands } from "../app/commands";
import { useMe, useSetPresence } from "../app/session";
import { useComplain } from "../shared/problems";
import { missedSince } from "./offers";
import classes from "./Offers.module.css";

export function Missed() {
  const me = useMe();
  // Kept beyond a reload, and the same in every tab.
  const [seen, setSeen] = useLocalStorage<string | null>({
    key: "helpline.missedSeen",
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const since = missedSince(me, seen);
  return since && <Card onHide={() => setSeen(since)} />;
}

function Card({ onHide }: { onHide: () => void }) {
  const t = useTranslations("offers");
  const rail = useTranslations("rail");
  const setPresence = useSetPresence();
  const complain = useComplain();
  useCommands(
    "everywhere",
    useMemo(
      () => [{ id: "hide-missed", label: t("hide"), group: rail("self"), keys: ["Escape"], run: onHide }],
      [t, rail, onHide],
    ),
  );
  return (
    <div className={classes.card} data-missed>
      <IconBellRinging size={20} aria-hidden />
      <p className={classes.missed}>{t("missed")}</p>
      <Button size="compact-md" onClick={() => void setPresence("online").catch(complain)}>
        {t("back")}
      </Button>
      <CloseButton onClick={onHide} aria-label={t("hide")} title={t("hide")} />
    </div>
  );
}
