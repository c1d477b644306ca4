/** Over any screen: sessions offered to the reader, and the way back for who was taken for away. */
import { Button } from "@mantine/core";
import { IconBellRinging } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useMe, useSetPresence } from "../app/session";
import { useComplain } from "../shared/problems";
import { OfferCard } from "./OfferCard";
import classes from "./Offers.module.css";
import { useOffers } from "./useOffers";

export function Offers() {
  const t = useTranslations("offers");
  const offers = useOffers();
  return (
    <section className={classes.place} aria-label={t("region")} aria-live="assertive">
      {offers.map((row, index) => (
        <OfferCard key={row.session.id} row={row} brief={index > 0} />
      ))}
      <Missed />
    </section>
  );
}

/** They are away without having said so: nothing is offered to them until they are back. */
function Missed() {
  const t = useTranslations("offers");
  const me = useMe();
  const setPresence = useSetPresence();
  const complain = useComplain();
  if (me.presence === "online" || me.away_reason !== "missed") return null;
  return (
    <div className={classes.card} data-missed>
      <IconBellRinging size={20} aria-hidden />
      <p className={classes.missed}>{t("missed")}</p>
      <Button size="compact-md" onClick={() => void setPresence("online").catch(complain)}>
        {t("back")}
      </Button>
    </div>
  );
}
