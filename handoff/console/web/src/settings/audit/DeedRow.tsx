/** One deed: when, who, what, to whom or to what, by which way and from where, and whether it was done. */
import { Badge, Text } from "@mantine/core";
import { Link } from "react-router";
import { useFormatter, useTranslations } from "use-intl";

import { useLineName, usePersonName } from "../../shared/names";
import classes from "./Audit.module.css";
import type { Deed } from "./queries";
import { useDeedWords } from "./useDeedWords";

const REFUSED = 400;
/** A customer who is not there any more. */
const VEILED = "~";

export function DeedRow({ deed }: { deed: Deed }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const words = useDeedWords();
  const personName = usePersonName();
  const who = deed.operator
    ? personName(deed.operator)
    : deed.source === "command_line"
      ? deed.address
      : null;
  const refused = deed.status >= REFUSED;
  return (
    <li className={classes.row}>
      <time className={classes.when} dateTime={deed.at}>
        {format.dateTime(new Date(deed.at), { dateStyle: "medium", timeStyle: "medium" })}
      </time>
      <span className={classes.who} dir="auto">
        {who ?? t("nobody")}
      </span>
      <span className={classes.what}>
        {words(deed.did)} <On deed={deed} />
      </span>
      <Text component="span" size="xs" c="dimmed" className={classes.from}>
        {t(`source.${deed.source}`)}
        {deed.source === "console" && deed.address && ` · ${deed.address}`}
      </Text>
      <Badge
        size="sm"
        variant="light"
        tt="none"
        color={refused ? "red" : "helpline"}
        className={classes.result}
      >
        {refused ? t("refused", { status: String(deed.status) }) : t("done")}
      </Badge>
    </li>
  );
}

function On({ deed: { on } }: { deed: Deed }) {
  const t = useTranslations("audit");
  const personName = usePersonName();
  const lineName = useLineName();
  return Object.entries(on).map(([place, value]) => {
    if (value.startsWith(VEILED))
      return (
        <Text key={place} component="span" size="sm" c="dimmed">
          {t("gone", { name: value.slice(1, 7) })}
        </Text>
      );
    if (place === "conversation_id")
      return (
        <Link
          key={place}
          className={classes.customer}
          to={`/inbox/open/${encodeURIComponent(value)}`}
          dir="auto"
        >
          {value}
        </Link>
      );
    const name = place === "operator_id" ? personName(value) : place === "line_id" ? lineName(value) : value;
    return (
      <Text key={place} component="span" size="sm" c="dimmed" dir="auto">
        {name}{" "}
      </Text>
    );
  });
}
