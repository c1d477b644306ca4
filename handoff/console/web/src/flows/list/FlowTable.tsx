/** The flows in a table; on a phone a card for each. */
import { Badge, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { usePreferences } from "../../app/preferences";
import { Ago } from "../../shared/Ago";
import { readable } from "../../shared/names";
import { kindsQuery } from "../editor/calls";
import { useValueWords, useWords } from "../forms/words";
import { within } from "../model/preview";
import { FlowMenu } from "./FlowMenu";
import classes from "./Flows.module.css";
import { stateOf, type FlowRow, type State, type TriggerRow } from "./model";

const COLORS: Record<State, string> = {
  draft: "gray",
  in_force: "helpline",
  changed: "amber",
  archived: "gray",
};

export function FlowTable({ rows, mayEdit }: { rows: FlowRow[]; mayEdit: boolean }) {
  const t = useTranslations("flows.list");
  return (
    <Table stickyHeader highlightOnHover verticalSpacing={8} className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("columns.name")}</Table.Th>
          <Table.Th>{t("columns.state")}</Table.Th>
          <Table.Th>{t("columns.triggers")}</Table.Th>
          <Table.Th className={classes.number}>{t("columns.sessions")}</Table.Th>
          <Table.Th>{t("columns.saved")}</Table.Th>
          <Table.Th aria-label={t("more")} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} mayEdit={mayEdit} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ row, mayEdit }: { row: FlowRow; mayEdit: boolean }) {
  const t = useTranslations("flows.list");
  const { language } = usePreferences();
  const navigate = useNavigate();
  const place = `/flows/${encodeURIComponent(row.id)}`;
  const state = stateOf(row);
  return (
    <Table.Tr className={classes.row} onClick={() => void navigate(place)}>
      <Table.Td>
        <Link to={place} className={classes.name} dir="auto" onClick={(event) => event.stopPropagation()}>
          {within(row.name, [language, ...row.languages]) || row.id}
        </Link>
        <Text size="xs" c="dimmed">
          {row.id} · {row.languages.join(", ")} · {t("steps", { count: row.steps })}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" tt="none" color={COLORS[state]}>
          {t(`states.${state}`)}
        </Badge>
        {row.in_force !== null && !row.archived && (
          <Text span size="xs" c="dimmed" ml={6}>
            {t("revision", { number: row.in_force })}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.triggers}>
        <Triggers triggers={row.triggers} />
      </Table.Td>
      <Table.Td className={classes.number} data-none={row.sessions === 0}>
        <span className={classes.label}>{t("columns.sessions")}: </span>
        {row.sessions}
      </Table.Td>
      <Table.Td className={classes.saved}>
        <Text size="sm">{row.author}</Text>
        {row.saved_at && (
          <Text size="xs" c="dimmed">
            <Ago at={row.saved_at} />
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.tools} onClick={(event) => event.stopPropagation()}>
        <FlowMenu row={row} mayEdit={mayEdit} />
      </Table.Td>
    </Table.Tr>
  );
}

const SHOWN = 3;

/** What begins it, in words: "Words or phrases: refund, money back". */
export function Triggers({ triggers }: { triggers: TriggerRow[] }) {
  const t = useTranslations("flows.list");
  const words = useWords();
  const valueWords = useValueWords();
  const kinds = useQuery(kindsQuery).data;
  const titleOf = (kind: string) =>
    words(kinds?.triggers.find((each) => each.kind === kind)?.title ?? readable(kind));
  // What the desk can report has a name; all else is as the company wrote it.
  const said = (summary: string) => (kinds?.events.includes(summary) ? valueWords(summary) : summary);
  if (triggers.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {t("noTriggers")}
      </Text>
    );
  return (
    <ul className={classes.words}>
      {triggers.slice(0, SHOWN).map((trigger) => (
        <li key={trigger.id} title={trigger.summary}>
          <small>{titleOf(trigger.kind)}</small>
          {trigger.summary && <span dir="auto">{said(trigger.summary)}</span>}
        </li>
      ))}
      {triggers.length > SHOWN && (
        <li>
          <small>{t("moreTriggers", { count: triggers.length - SHOWN })}</small>
        </li>
      )}
    </ul>
  );
}
