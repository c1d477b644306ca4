/** The people of a line: who gets its sessions, who hands them out. */
import { ActionIcon, Checkbox, Select, Table, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { PresenceDot } from "../../../app/PresenceDot";
import { Part } from "../../fields/Part";
import type { StaffView } from "../../staff/useStaff";
import type { LineForm, Members, Membership } from "../model";

interface Props {
  form: LineForm;
  staff: StaffView[];
  readOnly: boolean;
  onChange: (members: Members) => void;
}

export function MembersPart({ form: { members }, staff, readOnly, onChange }: Props) {
  const t = useTranslations("lines.members");
  const presences = useTranslations("presence");
  const byName = [...staff].sort((a, b) => a.value.name.localeCompare(b.value.name));
  const inside = byName.filter((each) => each.id in members);
  const outside = byName.filter((each) => !(each.id in members) && each.active);
  const set = (id: string, part: Partial<Membership>) =>
    onChange({ ...members, [id]: { answers: false, supervises: false, ...members[id], ...part } });
  const remove = (id: string) =>
    onChange(Object.fromEntries(Object.entries(members).filter(([each]) => each !== id)));
  return (
    <Part id="members" title={t("title")} hint={t("hint")}>
      {inside.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("none")}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={420}>
          <Table verticalSpacing={4} maw={620}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("person")}</Table.Th>
                <Table.Th>{t("answers")}</Table.Th>
                <Table.Th>{t("supervises")}</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {inside.map(({ id, value, presence, active }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    {value.name}{" "}
                    <Text span size="xs" c="dimmed">
                      <PresenceDot presence={presence} /> {active ? presences(presence) : t("left")}
                    </Text>
                  </Table.Td>
                  {(["answers", "supervises"] as const).map((part) => (
                    <Table.Td key={part}>
                      <Checkbox
                        aria-label={`${value.name}: ${t(part)}`}
                        disabled={readOnly}
                        checked={members[id]?.[part] ?? false}
                        onChange={(event) => set(id, { [part]: event.currentTarget.checked })}
                      />
                    </Table.Td>
                  ))}
                  <Table.Td>
                    {!readOnly && (
                      <ActionIcon
                        color="gray"
                        aria-label={t("remove", { name: value.name })}
                        onClick={() => remove(id)}
                      >
                        <IconX size={16} />
                      </ActionIcon>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {!readOnly && outside.length > 0 && (
        <Select
          maw={340}
          aria-label={t("add")}
          placeholder={t("add")}
          searchable
          data={outside.map(({ id, value }) => ({ value: id, label: value.name }))}
          value={null}
          onChange={(id) => id && set(id, { answers: true })}
        />
      )}
    </Part>
  );
}
