/** How many sessions began each day, and how many of them left the flow. */
import { useFormatter, useTranslations } from "use-intl";

import type { Period } from "../../team/performance/period";
import classes from "./Heat.module.css";
import { bars, type Day } from "./model";

const WIDTH = 300;
const HEIGHT = 64;

export function DayChart({ days, period }: { days: Day[]; period: Period }) {
  const t = useTranslations("flows.heat");
  const format = useFormatter();
  const all = bars(days, period.from, period.to);
  if (all.length < 2) return null;
  const step = WIDTH / all.length;
  const said = (day: string) =>
    format.dateTime(new Date(`${day}T12:00:00`), { day: "numeric", month: "short" });
  return (
    <figure className={classes.chart}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t("chart", { count: all.length })}>
        {all.map(({ day, began, dropped, person, height, lost }, index) => (
          <g key={day}>
            <title>{t("day", { day: said(day), began, dropped, person })}</title>
            <rect x={index * step} y={0} width={step} height={HEIGHT} className={classes.ground} />
            <rect
              x={index * step + step * 0.14}
              y={HEIGHT - 1 - height * (HEIGHT - 4)}
              width={step * 0.72}
              height={1 + height * (HEIGHT - 4)}
              className={classes.began}
            />
            <rect
              x={index * step + step * 0.14}
              y={HEIGHT - lost * (HEIGHT - 4)}
              width={step * 0.72}
              height={lost * (HEIGHT - 4)}
              className={classes.lost}
            />
          </g>
        ))}
      </svg>
      <figcaption>
        <span>{said(period.from)}</span>
        <span className={classes.legend}>
          <i className={classes.began} /> {t("totals.began")} <i className={classes.lost} /> {t("left")}
        </span>
        <span>{said(period.to)}</span>
      </figcaption>
    </figure>
  );
}
