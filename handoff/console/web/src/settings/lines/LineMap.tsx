/** All lines by tier, with arrows for who escalates to whom. */
import { Badge } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconArrowRight, IconHome } from "@tabler/icons-react";
import { useMemo } from "react";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import type { Line } from "../../api/types";
import { useLineName } from "../../shared/names";
import classes from "./LineMap.module.css";
import { arrows, columns, TIERS } from "./map";

export function LineMap({ lines }: { lines: Line[] }) {
  const t = useTranslations("lines");
  const { ref, width } = useElementSize();
  const placed = useMemo(() => columns(lines), [lines]);
  return (
    <div className={classes.map}>
      {TIERS.map((tier) => (
        <h2 key={tier} className={classes.tier} style={{ gridColumn: tier }}>
          {t(`tiers.${tier}`)}
        </h2>
      ))}
      <div className={classes.columns} ref={ref}>
        <svg className={classes.arrows} aria-hidden>
          <defs>
            <marker
              id="tip"
              viewBox="0 0 8 8"
              refX="6"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M1 1 L6.5 4 L1 7" fill="none" stroke="context-stroke" strokeWidth="1.4" />
            </marker>
          </defs>
          {width > 0 &&
            arrows(placed, width).map(({ from, to, path }) => (
              <path key={`${from} ${to}`} d={path} markerEnd="url(#tip)" />
            ))}
        </svg>
        {placed.map((column, index) => (
          <ul key={TIERS[index]} className={classes.column} aria-label={t(`tiers.${TIERS[index] ?? 1}`)}>
            {column.map((each) => (
              <LineCard key={each.id} line={each} />
            ))}
            {column.length === 0 && <li className={classes.none}>{t("noneOfTier")}</li>}
          </ul>
        ))}
      </div>
    </div>
  );
}

export function LineCard({ line }: { line: Line }) {
  const t = useTranslations("lines");
  const lineName = useLineName();
  return (
    <li>
      <Link to={`/settings/lines/${line.id}`} className={classes.card} data-archived={line.archived}>
        <span className={classes.name} dir="auto">
          {lineName(line.id)}
        </span>
        <span className={classes.facts}>
          {t(`distributions.${line.distribution}.name`)}
          {line.waiting > 0 && <> · {t("waiting", { count: line.waiting })}</>}
        </span>
        <span className={classes.facts}>
          {!line.archived && (
            <Badge size="xs" variant="light" tt="none" color={line.open_now ? "helpline" : "gray"}>
              {line.open_now ? t("open") : t("closed")}
            </Badge>
          )}
          {line.internal && (
            <Badge size="xs" variant="light" tt="none" color="gray" leftSection={<IconHome size={10} />}>
              {t("internalShort")}
            </Badge>
          )}
          {line.escalates_to && (
            <span className={classes.up}>
              <IconArrowRight size={12} aria-label={t("escalatesTo")} role="img" />{" "}
              {lineName(line.escalates_to)}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}
