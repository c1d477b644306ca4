/** What a person does in each line: gets its sessions, oversees it, both, or neither. */
import { Checkbox, Table, Text } from "@mantine/core";
import { useTranslations } from "use-intl";

import { useLines } from "../../api/queries";
import { useLineName } from "../../shared/names";
import type { Members, Membership } from "../lines/model";

interface Props {
  value: Members;
  readOnly: boolean;
  error?: string | undefined;
  onChange: (value: Members) => void;
}

export function LinesField({ value, readOnly, error, onChange }: Props) {
  const t = useTranslations("staff");
  const members = useTranslations("lines.members");
  const lineName = useLineName();
  const lines = useLines().filter((each) => !each.archived || each.id in value);
  const set = (id: string, part: Partial<Membership>) => {
    const own = { answers: false, supervises: false, ...value[id], ...part };
    const rest = Object.entries(value).filter(([each]) => each !== id);
    const all = own.answers || own.supervises ? [...rest, [id, own] as const] : rest;
    onChange(Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1))));
  };
  return (
    <>
      <Table verticalSpacing={4} maw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("line")}</Table.Th>
            <Table.Th>{members("answers")}</Table.Th>
            <Table.Th>{members("supervises")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ id, tier, archived }) => (
            <Table.Tr key={id}>
              <Table.Td>
                {lineName(id)}{" "}
                <Text span size="xs" c="dimmed">
                  L{tier}
                  {archived && ` · ${t("archivedLine")}`}
                </Text>
              </Table.Td>
              {(["answers", "supervises"] as const).map((part) => (
                <Table.Td key={part}>
                  <Checkbox
                    aria-label={`${lineName(id)}: ${members(part)}`}
                    disabled={readOnly}
                    checked={value[id]?.[part] ?? false}
                    onChange={(event) => set(id, { [part]: event.currentTarget.checked })}
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {error && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}
