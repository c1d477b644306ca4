/** The matrices of a policy: for each target, by which facts its limits differ, and the sheet of them. */
import { ActionIcon, Button, Group, Menu, MultiSelect, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { useProblemsUnder } from "../chapter/useProblem";
import { useFactName, useFacts } from "../conditions/useFacts";
import { replaced, without } from "../lists";
import { TARGETS, type Target } from "../model";
import { Matrix } from "./Matrix";
import { blankRow, withAxes, type Sheet } from "./sheet";
import own from "./sla.module.css";

interface Props {
  sheets: Sheet[];
  path: string;
  levels: string[];
  readOnly: boolean;
  onChange: (sheets: Sheet[]) => void;
}

export function Sheets({ sheets, path, levels, readOnly, onChange }: Props) {
  const t = useTranslations("rules.sla");
  const targetName = useTranslations("clocks.target");
  const add = (target: Target) => {
    const axes = target === "in_status" ? ["status"] : [];
    const columns = [...[...levels].reverse(), "*"];
    const sheet: Sheet = { target, axes, columns, rows: [] };
    onChange([...sheets, { ...sheet, rows: [blankRow(sheet)] }]);
  };
  return (
    <>
      <Text size="xs" c="dimmed" mb={8}>
        {t("limitsHint")}
      </Text>
      <div className={own.sheets}>
        {sheets.map((sheet, index) => (
          <OneSheet
            key={index}
            sheet={sheet}
            path={`${path}.${index}`}
            readOnly={readOnly}
            onChange={(next) => onChange(replaced(sheets, index, next))}
            onRemove={() => onChange(without(sheets, index))}
          />
        ))}
      </div>
      {!readOnly && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button mt="xs" size="compact-sm" variant="light" leftSection={<IconPlus size={15} />}>
              {t("addTable")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {TARGETS.map((target) => (
              <Menu.Item key={target} onClick={() => add(target)}>
                {targetName(target)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

interface OneProps {
  sheet: Sheet;
  path: string;
  readOnly: boolean;
  onChange: (sheet: Sheet) => void;
  onRemove: () => void;
}

function OneSheet({ sheet, path, readOnly, onChange, onRemove }: OneProps) {
  const t = useTranslations("rules.sla");
  const targetName = useTranslations("clocks.target");
  const targetHint = useTranslations("rules.sla.targetHints");
  const factName = useFactName();
  const [axesProblem] = useProblemsUnder(`${path}.axes`);
  const words = useFacts()
    .filter((each) => each.kind === "word" && each.name !== "priority")
    .map((each) => each.name);
  const offered = [...new Set([...words, ...sheet.axes])];
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb={6}>
        <div>
          <h4 className={own.target}>{targetName(sheet.target)}</h4>
          <Text size="xs" c="dimmed">
            {targetHint(sheet.target)}
          </Text>
        </div>
        {!readOnly && (
          <ActionIcon
            color="gray"
            aria-label={t("removeTable", { target: targetName(sheet.target) })}
            onClick={onRemove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Group>
      <MultiSelect
        size="xs"
        mb={6}
        maw={520}
        searchable
        disabled={readOnly}
        label={t("axes")}
        placeholder={sheet.axes.length === 0 ? t("noAxes") : ""}
        data={offered.map((fact) => ({ value: fact, label: factName(fact) }))}
        value={sheet.axes}
        error={axesProblem?.message}
        onChange={(axes) => onChange(withAxes(sheet, axes))}
      />
      <Matrix sheet={sheet} path={path} readOnly={readOnly} onChange={onChange} />
    </div>
  );
}
