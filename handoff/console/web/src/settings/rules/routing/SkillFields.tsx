/** Skills that are required, each at a least level. */
import { ActionIcon, Autocomplete, Button, Group, Rating, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useProblemsUnder } from "../chapter/useProblem";
import { less } from "../lists";
import classes from "../rules.module.css";
import { useSkillNames } from "./useSkillNames";

interface Props {
  skills: Record<string, number>;
  path: string;
  readOnly: boolean;
  onChange: (skills: Record<string, number>) => void;
}

export function SkillFields({ skills, path, readOnly, onChange }: Props) {
  const t = useTranslations("rules.outcome");
  const problems = useProblemsUnder(path);
  const known = useSkillNames();
  const [typed, setTyped] = useState("");
  const name = typed.trim();
  const add = (skill: string) => {
    if (skill && !(skill in skills)) onChange({ ...skills, [skill]: 1 });
    setTyped("");
  };
  return (
    <div className={classes.part}>
      <Text size="sm" fw={500} mb={4}>
        {t("skills")}
      </Text>
      {Object.entries(skills).map(([skill, level]) => (
        <Group key={skill} gap="sm" mb={4}>
          <Text size="sm" w={180} truncate>
            {skill}
          </Text>
          <Rating
            aria-label={t("skillLevel", { skill })}
            value={level}
            readOnly={readOnly}
            onChange={(value) => onChange({ ...skills, [skill]: Math.max(1, value) })}
          />
          <Text size="xs" c="dimmed">
            {t("atLeast", { level })}
          </Text>
          {!readOnly && (
            <ActionIcon
              color="gray"
              aria-label={t("removeSkill", { skill })}
              onClick={() => onChange(less(skills, skill))}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {!readOnly && (
        <Group gap="xs">
          <Autocomplete
            size="xs"
            w={220}
            aria-label={t("addSkill")}
            placeholder={t("addSkill")}
            data={known.filter((each) => !(each in skills))}
            value={typed}
            onChange={setTyped}
            onOptionSubmit={add}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.defaultPrevented) return;
              event.preventDefault();
              add(name);
            }}
          />
          <Button
            size="compact-xs"
            variant="light"
            disabled={!name}
            leftSection={<IconPlus size={14} />}
            onClick={() => add(name)}
          >
            {t("add")}
          </Button>
        </Group>
      )}
      {problems.map(({ field, message }) => (
        <Text key={field} size="xs" c="red">
          {message}
        </Text>
      ))}
    </div>
  );
}
