/** The people in a table: role, lines, languages, skills, presence. */
import { Badge, Button, SegmentedControl, Table, Text, TextInput } from "@mantine/core";
import { IconPlus, IconSearch, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useTranslations } from "use-intl";

import { PresenceDot } from "../../app/PresenceDot";
import { Face } from "../../shared/Face";
import { useLineName } from "../../shared/names";
import { Empty } from "../../shared/States";
import pageClasses from "../Settings.module.css";
import { found } from "./model";
import classes from "./StaffList.module.css";
import type { StaffView } from "./useStaff";

export function StaffList({ staff, mayEdit }: { staff: StaffView[]; mayEdit: boolean }) {
  const t = useTranslations("staff");
  const lineName = useLineName();
  const [text, setText] = useState("");
  const [active, setActive] = useState(true);
  const shown = found(staff, text, lineName)
    .filter((each) => each.active === active)
    .sort((a, b) => a.value.name.localeCompare(b.value.name));
  const gone = staff.filter((each) => !each.active).length;
  return (
    <>
      <header className={pageClasses.head}>
        <h1>{t("title")}</h1>
        {gone > 0 && (
          <SegmentedControl
            size="xs"
            aria-label={t("whom")}
            data={[
              { value: "active", label: t("active", { count: staff.length - gone }) },
              { value: "gone", label: t("gone", { count: gone }) },
            ]}
            value={active ? "active" : "gone"}
            onChange={(value) => setActive(value === "active")}
          />
        )}
        <TextInput
          type="search"
          size="xs"
          className={classes.search}
          aria-label={t("search")}
          placeholder={t("search")}
          leftSection={<IconSearch size={15} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {mayEdit && (
          <Button
            component={Link}
            to="/settings/staff/new"
            size="compact-md"
            leftSection={<IconPlus size={16} />}
          >
            {t("new")}
          </Button>
        )}
      </header>
      <main className={pageClasses.scroll}>
        {shown.length === 0 ? (
          <Empty icon={IconUsers} title={t("none")} hint={t("noneHint")} />
        ) : (
          <Table stickyHeader highlightOnHover verticalSpacing={7} className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("fields.name")}</Table.Th>
                <Table.Th>{t("fields.role")}</Table.Th>
                <Table.Th>{t("fields.lines")}</Table.Th>
                <Table.Th>{t("fields.languages")}</Table.Th>
                <Table.Th>{t("fields.skills")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((each) => (
                <Person key={each.id} person={each} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </main>
    </>
  );
}

function Person({ person: { id, value, presence, away_reason } }: { person: StaffView }) {
  const t = useTranslations("staff");
  const presences = useTranslations("presence");
  const roles = useTranslations("rail.roles");
  const lineName = useLineName();
  const navigate = useNavigate();
  const place = `/settings/staff/${encodeURIComponent(id)}`;
  const lines = [...new Set([...value.lines, ...value.supervises])].sort();
  return (
    <Table.Tr className={classes.row} onClick={() => void navigate(place)}>
      <Table.Td>
        <span className={classes.person}>
          <Face name={value.name} size={32} />
          <span>
            <Link to={place} className={classes.name} onClick={(event) => event.stopPropagation()}>
              {value.name}
            </Link>
            <Text component="span" size="xs" c="dimmed" className={classes.presence}>
              <PresenceDot presence={presence} /> {presences(presence)}
              {presence === "away" && away_reason && ` · ${t(`awayReasons.${away_reason}`)}`} · {value.login}
            </Text>
          </span>
        </span>
      </Table.Td>
      <Table.Td data-label={t("fields.role")}>
        {value.role === "operator" ? (
          <Text span size="sm">
            {roles(value.role)}
          </Text>
        ) : (
          <Badge variant="light" tt="none" color={value.role === "admin" ? "amber" : "helpline"}>
            {roles(value.role)}
          </Badge>
        )}
      </Table.Td>
      <Table.Td data-label={t("fields.lines")}>
        <span className={classes.words}>
          {lines.map((line) => (
            <span key={line}>
              {lineName(line)}
              {value.supervises.includes(line) && <small> · {t("supervisesShort")}</small>}
            </span>
          ))}
        </span>
      </Table.Td>
      <Table.Td data-label={t("fields.languages")}>{value.languages.join(", ")}</Table.Td>
      <Table.Td data-label={t("fields.skills")}>
        <span className={classes.words}>
          {Object.entries(value.skills ?? {}).map(([skill, level]) => (
            <span key={skill}>
              {skill} <small>{level}</small>
            </span>
          ))}
        </span>
      </Table.Td>
    </Table.Tr>
  );
}
