/** To whom: a line with its hours, or a colleague with their presence and languages. A supervisor assigns to anybody. */
import { Badge, Combobox, Group, Modal, Text, useCombobox } from "@mantine/core";
import { IconSearch, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useLines, usePeople } from "../../api/queries";
import type { Conversation, Line, Person } from "../../api/types";
import { usePreferences } from "../../app/preferences";
import { PresenceDot } from "../../app/PresenceDot";
import { Face } from "../../shared/Face";
import { lineName } from "../../shared/names";
import type { Allowed } from "../rules";
import type { Desk } from "../useDesk";
import classes from "./TransferDialog.module.css";

interface Props {
  opened: boolean;
  onClose: () => void;
  conversation: Conversation;
  may: Allowed;
  desk: Desk;
  /** Give it to a person, oneself among them, whoever has it now. */
  assigning?: boolean;
}

const ORDER = { online: 0, away: 1, offline: 2 };

export function TransferDialog(props: Props) {
  const t = useTranslations("transfer");
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t(props.assigning ? "assign" : "title")}
      size="md"
      padding="md"
    >
      <Targets {...props} />
    </Modal>
  );
}

function Targets({ onClose, conversation: { session }, may, desk, assigning = false }: Props) {
  const t = useTranslations("transfer");
  const { language } = usePreferences();
  const [text, setText] = useState("");
  const combobox = useCombobox();
  const allLines = useLines();

  const here = "line" in session ? session.line : null;
  const holder = session.state === "with_operator" ? session.operator : null;
  const fits = (words: string) => words.toLowerCase().includes(text.trim().toLowerCase());
  const lines = allLines.filter(
    (each) => !assigning && !each.archived && each.id !== here && fits(lineName(allLines, each.id, language)),
  );
  const people = usePeople()
    .filter(
      (each) =>
        (assigning || may.transferToPerson) &&
        each.active &&
        each.id !== holder &&
        fits(`${each.name} ${each.languages.join(" ")}`),
    )
    .sort((a, b) => ORDER[a.presence] - ORDER[b.presence] || a.name.localeCompare(b.name));

  const submit = async (value: string) => {
    const [kind, id] = [value.slice(0, 1), value.slice(2)];
    const target = kind === "l" ? { line: id } : { operator: id };
    if ((await (assigning ? desk.assign(id) : desk.transfer(target))) === null) onClose();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={(value) => void submit(value)} disabled={desk.busy}>
      <Combobox.EventsTarget>
        <input
          className={classes.search}
          data-autofocus
          value={text}
          aria-label={t(assigning ? "searchPerson" : "search")}
          placeholder={t(assigning ? "searchPerson" : "search")}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.options}>
        {lines.length > 0 && (
          <Combobox.Group label={t("lines")}>
            {lines.map((each) => (
              <LineOption key={each.id} line={each} name={lineName(allLines, each.id, language)} />
            ))}
          </Combobox.Group>
        )}
        {people.length > 0 && (
          <Combobox.Group label={t("people")}>
            {people.map((each) => (
              <PersonOption key={each.id} person={each} lines={allLines} />
            ))}
          </Combobox.Group>
        )}
        {lines.length + people.length === 0 && (
          <Combobox.Empty>
            <Group gap={6} justify="center">
              <IconSearch size={16} /> {t("nothing")}
            </Group>
          </Combobox.Empty>
        )}
      </Combobox.Options>
    </Combobox>
  );
}

function LineOption({ line, name }: { line: Line; name: string }) {
  const t = useTranslations("transfer");
  return (
    <Combobox.Option value={`l:${line.id}`} className={classes.option}>
      <span className={classes.mark}>
        <IconUsersGroup size={18} aria-hidden />
      </span>
      <Text size="sm" fw={550} flex={1} truncate>
        {name}
      </Text>
      {line.waiting > 0 && (
        <Text size="xs" c="dimmed">
          {t("waiting", { count: line.waiting })}
        </Text>
      )}
      <Badge size="sm" variant="light" color={line.open_now ? "helpline" : "gray"} tt="none">
        {line.open_now ? t("open") : t("closed")}
      </Badge>
    </Combobox.Option>
  );
}

function PersonOption({ person, lines }: { person: Person; lines: Line[] }) {
  const t = useTranslations("presence");
  const { language } = usePreferences();
  return (
    <Combobox.Option value={`o:${person.id}`} className={classes.option}>
      <Face name={person.name} size={30} />
      <span className={classes.person}>
        <Text component="span" size="sm" fw={550}>
          {person.name}
        </Text>
        <Text component="span" size="xs" c="dimmed" truncate>
          {[person.languages.join(", "), ...person.lines.map((id) => lineName(lines, id, language))].join(
            " · ",
          )}
        </Text>
      </span>
      <PresenceDot presence={person.presence} />
      <Text size="xs" c="dimmed">
        {t(person.presence)}
      </Text>
    </Combobox.Option>
  );
}
