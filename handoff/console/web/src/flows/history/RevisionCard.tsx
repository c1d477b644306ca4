/** One revision: who put it in force, when and why, and who is still in it. */
import { Badge, Button, Card, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { IconArrowBackUp, IconEye, IconGitCompare } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { Ago } from "../../shared/Ago";
import { useComplain } from "../../shared/problems";
import { useFlowEditor } from "../editor/EditorContext";
import { revisionQuery, type RevisionRow } from "./queries";

interface Props {
  row: RevisionRow;
  onCompare: () => void;
  onRollBack: () => void;
}

export function RevisionCard({ row, onCompare, onRollBack }: Props) {
  const t = useTranslations("flows.history");
  const { flowId, mayEdit, shown, show } = useFlowEditor();
  const client = useQueryClient();
  const complain = useComplain();
  const label = t("number", { number: row.number });
  const looking = shown?.label === label;
  const look = async () => {
    if (looking) return show(null);
    try {
      const { flow, layout } = await client.fetchQuery(revisionQuery(flowId, row.number));
      show({ flow, layout, label });
    } catch (error) {
      complain(error);
    }
  };
  return (
    <Card withBorder padding="xs" radius="md" component="article" aria-label={label}>
      <Group gap={6} justify="space-between" wrap="nowrap">
        <Text size="sm" fw={620}>
          {label}
        </Text>
        {row.in_force && (
          <Badge size="sm" variant="light" tt="none">
            {t("inForce")}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" component="div">
        {row.author} · <Ago at={row.published_at} />
        {row.sessions > 0 && ` · ${t("sessions", { count: row.sessions })}`}
      </Text>
      {row.comment && (
        <Text size="sm" mt={2} dir="auto">
          {row.comment}
        </Text>
      )}
      <Group gap={4} mt={6}>
        <Button
          size="compact-xs"
          variant={looking ? "light" : "default"}
          leftSection={<IconEye size={14} />}
          aria-pressed={looking}
          onClick={() => void look()}
        >
          {t("look")}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconGitCompare size={14} />}
          onClick={onCompare}
        >
          {t("compare")}
        </Button>
        {mayEdit && !row.in_force && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconArrowBackUp size={14} />}
            onClick={onRollBack}
          >
            {t("rollBack")}
          </Button>
        )}
      </Group>
    </Card>
  );
}
