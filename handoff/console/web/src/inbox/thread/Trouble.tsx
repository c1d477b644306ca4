/** Under a message that did not arrive, or may not have, or has to wait: why, and what can be done. */
import { useFormatter, useTranslations } from "use-intl";

import type { Delivery } from "../../api/types";
import classes from "./MessageRow.module.css";

export function Trouble({ delivery }: { delivery: Delivery }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  switch (delivery.state) {
    case "failed":
      return (
        <p className={classes.problem}>
          {t("notDelivered")} {delivery.reason}
        </p>
      );
    case "unknown":
      return <p className={classes.doubt}>{t("unknownDelivery")}</p>;
    case "queued":
      // After a try that was not taken, `at` is when the next one is due.
      return delivery.tries ? (
        <p className={classes.doubt}>
          {t("heldBack", {
            at: format.dateTime(new Date(delivery.at), { timeStyle: "short" }),
            why: delivery.reason ?? "",
          })}
        </p>
      ) : null;
    default:
      return null;
  }
}
