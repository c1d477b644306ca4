/** What to do with the sessions that are chosen: to a person, to a line, or back to their queues. */
import { Button, Select } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useLines } from "../api/queries";
import { useLineName } from "../shared/names";
import type { Target, TeamPerson } from "./board";
import classes from "./SelectionBar.module.css";

interface Props {
  count: number;
  people: TeamPerson[];
  busy: boolean;
  onClear: () => void;
  onPass: (to: Target) => void;
}

export function SelectionBar({ count, people, busy, onClear, onPass }: Props) {
  const t = useTranslations("team");
  const presences = useTranslations("presence");
  const lineName = useLineName();
  const lines = useLines().filter((each) => !each.archived);
  return (
    <div className={classes.bar} role="region" aria-label={t("selection")}>
      <strong>{t("selected", { count })}</strong>
      <Select
        size="xs"
        searchable
        aria-label={t("toPerson")}
        placeholder={t("toPerson")}
        disabled={busy}
        comboboxProps={{ position: "top", width: 280 }}
        data={people.map(({ person, load, capacity }) => ({
          value: person.id,
          label: `${person.name} · ${presences(person.presence)} · ${load}/${capacity}`,
        }))}
        value={null}
        onChange={(operator) => operator && onPass({ operator })}
      />
      <Select
        size="xs"
        searchable
        aria-label={t("toLine")}
        placeholder={t("toLine")}
        disabled={busy}
        comboboxProps={{ position: "top", width: 240 }}
        data={lines.map(({ id }) => ({ value: id, label: lineName(id) }))}
        value={null}
        onChange={(line) => line && onPass({ line })}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowBackUp size={15} />}
        loading={busy}
        onClick={() => onPass(null)}
      >
        {t("toQueue")}
      </Button>
      <Button size="xs" variant="subtle" onClick={onClear}>
        {t("clear")}
      </Button>
    </div>
  );
}
