/** Over any screen: sessions offered to the reader, and the way back for who was taken for away. */
import { useTranslations } from "use-intl";

import { Missed } from "./Missed";
import { OfferCard } from "./OfferCard";
import classes from "./Offers.module.css";
import { useOffers } from "./useOffers";
import { useRoom } from "./useRoom";

export function Offers() {
  const t = useTranslations("offers");
  const offers = useOffers();
  const room = useRoom();
  return (
    <section ref={room} className={classes.place} aria-label={t("region")} aria-live="assertive">
      {offers.map((row, index) => (
        <OfferCard key={row.session.id} row={row} brief={index > 0} />
      ))}
      <Missed />
    </section>
  );
}
