/** Points for having waited: of several rows the longest that is reached counts. */
import { ActionIcon, Button, NumberInput, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { DurationField } from "../../fields/DurationField";
import { useProblem } from "../chapter/useProblem";
import { replaced, without } from "../lists";
import type { Patience } from "../model";
import classes from "../rules.module.css";
import own from "./priority.module.css";

interface Props {
  waiting: Patience[];
  readOnly: boolean;
  onChange: (next: (waiting: Patience[]) => Patience[]) => void;
}

export function WaitingRows({ waiting, readOnly, onChange }: Props) {
  const t = useTranslations("rules.priority");
  const add = () =>
    onChange((all) => {
      const last = all.at(-1);
      return [...all, { after: (last?.after ?? 0) + 600, points: (last?.points ?? 0) + 5 }];
    });
  return (
    <section className={classes.section}>
      <h3>{t("waiting")}</h3>
      <Text size="xs" c="dimmed" mb="sm">
        {t("waitingHint")}
      </Text>
      <Stack gap={6}>
        {waiting.map((row, index) => (
          <WaitingRow
            key={index}
            row={row}
            index={index}
            readOnly={readOnly}
            onChange={(next) => onChange((all) => replaced(all, index, next))}
            onRemove={() => onChange((all) => without(all, index))}
          />
        ))}
      </Stack>
      {!readOnly && (
        <Button mt="sm" size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={add}>
          {t("addWaiting")}
        </Button>
      )}
    </section>
  );
}

interface RowProps {
  row: Patience;
  index: number;
  readOnly: boolean;
  onChange: (row: Patience) => void;
  onRemove: () => void;
}

function WaitingRow({ row, index, readOnly, onChange, onRemove }: RowProps) {
  const t = useTranslations("rules.priority");
  const problem = useProblem(`waiting.${index}.after`);
  return (
    <div className={own.waiting}>
      <DurationField
        label={t("waitedFor")}
        units={["minute", "hour", "day"]}
        value={row.after}
        readOnly={readOnly}
        error={problem}
        onChange={(after) => onChange({ ...row, after: after ?? 0 })}
      />
      <NumberInput
        size="sm"
        className={own.rate}
        allowDecimal={false}
        prefix={row.points > 0 ? "+" : ""}
        aria-label={t("waitingPoints")}
        readOnly={readOnly}
        value={row.points}
        onChange={(value) => onChange({ ...row, points: typeof value === "number" ? value : 0 })}
      />
      {!readOnly && (
        <ActionIcon mt={4} color="gray" aria-label={t("removeWaiting")} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </div>
  );
}
