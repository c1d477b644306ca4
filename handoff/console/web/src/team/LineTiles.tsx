/** A tile for each line; each number leads to the list behind it, the name to the line's people below. */
import { UnstyledButton } from "@mantine/core";
import { Link } from "react-router";
import { useTranslations } from "use-intl";

import { Ago } from "../shared/Ago";
import { useLineName } from "../shared/names";
import type { TeamLine } from "./board";
import classes from "./LineTiles.module.css";

interface Props {
  lines: TeamLine[];
  chosen: string | null;
  onChoose: (line: string) => void;
}

export function LineTiles({ lines, chosen, onChoose }: Props) {
  const t = useTranslations("team");
  const lineName = useLineName();
  return (
    <ul className={classes.tiles} aria-label={t("lines")}>
      {lines.map((line) => (
        <li key={line.id} className={classes.tile} data-chosen={line.id === chosen}>
          <UnstyledButton
            className={classes.name}
            aria-pressed={line.id === chosen}
            title={t("onlyThis")}
            onClick={() => onChoose(line.id)}
          >
            {lineName(line.id)}
          </UnstyledButton>
          <span className={classes.online}>{t("online", { count: line.online })}</span>
          <Count to={`/inbox/waiting?line=${line.id}`} count={line.waiting} label={t("waiting")} tone="amber">
            {line.oldest_since && <Ago at={line.oldest_since} duration />}
          </Count>
          <Count to={`/inbox/open?line=${line.id}`} count={line.with_operators} label={t("held")} />
          <Count to={`/inbox/hold?line=${line.id}`} count={line.on_hold} label={t("onHold")} />
          <Count to={`/inbox/open?line=${line.id}`} count={line.breached} label={t("breached")} tone="red" />
        </li>
      ))}
    </ul>
  );
}

interface CountProps {
  to: string;
  count: number;
  label: string;
  tone?: "amber" | "red";
  children?: React.ReactNode;
}

function Count({ to, count, label, tone, children }: CountProps) {
  return (
    <Link to={to} className={classes.count} data-tone={count > 0 ? tone : undefined} data-none={count === 0}>
      <b>{count}</b>
      <span>{label}</span>
      {children && <span className={classes.extra}>{children}</span>}
    </Link>
  );
}
