/** What is done as a limit runs out, along its length: warnings before it is over, escalations from then on. */
import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { replaced, without } from "../lists";
import { newStep, type Step } from "../model";
import classes from "../rules.module.css";
import { StepCard } from "./StepCard";

interface Props {
  steps: Step[];
  path: string;
  readOnly: boolean;
  onChange: (steps: Step[]) => void;
}

export function StepList({ steps, path, readOnly, onChange }: Props) {
  const t = useTranslations("rules.sla");
  // In the order of their moments; a step that is typed in keeps its place until it is open no more.
  const order = steps
    .map((_, index) => index)
    .sort((a, b) => (steps[a]?.percent ?? 0) - (steps[b]?.percent ?? 0));
  return (
    <>
      <Text size="xs" c="dimmed" mb={6}>
        {t("stepsHint")}
      </Text>
      <ol className={classes.cards}>
        {order.map((index) => {
          const step = steps[index];
          return (
            step && (
              <StepCard
                key={step.id}
                step={step}
                path={`${path}.${index}`}
                readOnly={readOnly}
                onChange={(next) => onChange(replaced(steps, index, next))}
                onRemove={() => onChange(without(steps, index))}
              />
            )
          );
        })}
      </ol>
      {!readOnly && (
        <Group gap="xs" mt="xs">
          {[75, 100].map((percent) => (
            <Button
              key={percent}
              size="compact-sm"
              variant="light"
              leftSection={<IconPlus size={15} />}
              onClick={() => onChange([...steps, newStep(percent)])}
            >
              {percent < 100 ? t("addWarning") : t("addEscalation")}
            </Button>
          ))}
        </Group>
      )}
    </>
  );
}
