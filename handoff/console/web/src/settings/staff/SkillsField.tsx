/** Skills with a level from 1 to 5 each. */
import { ActionIcon, Autocomplete, Button, Input, Rating } from "@mantine/core";
import { IconCircle, IconCircleFilled, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { replaced, without } from "../rules/lists";
import { LEVELS, type Skill } from "./model";
import classes from "./SkillsField.module.css";

interface Props {
  value: Skill[];
  known: string[];
  readOnly: boolean;
  error?: string | undefined;
  onChange: (value: Skill[]) => void;
}

export function SkillsField({ value, known, readOnly, error, onChange }: Props) {
  const t = useTranslations("staff");
  const names = value.map(({ name }) => name.trim());
  return (
    <Input.Wrapper label={t("fields.skills")} description={t("skillsHint")} error={error} labelElement="div">
      <ul className={classes.skills}>
        {value.map((each, index) => (
          <li key={index}>
            <Autocomplete
              aria-label={t("skill")}
              placeholder={t("skill")}
              maxLength={60}
              readOnly={readOnly}
              data={known.filter((name) => name === each.name || !names.includes(name))}
              value={each.name}
              error={names.indexOf(each.name.trim()) !== index && each.name !== "" && t("skillTwice")}
              onChange={(name) => onChange(replaced(value, index, { ...each, name }))}
            />
            <Rating
              aria-label={t("level", { skill: each.name })}
              count={LEVELS.length}
              readOnly={readOnly}
              emptySymbol={<IconCircle size={17} color="var(--mantine-color-dimmed)" />}
              fullSymbol={<IconCircleFilled size={17} color="var(--mantine-primary-color-filled)" />}
              getSymbolLabel={(level) => t("levels", { level })}
              value={each.level}
              onChange={(level) => onChange(replaced(value, index, { ...each, level: Math.max(1, level) }))}
            />
            <span className={classes.level}>{each.level}</span>
            {!readOnly && (
              <ActionIcon
                color="gray"
                aria-label={t("removeSkill", { skill: each.name })}
                onClick={() => onChange(without(value, index))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {!readOnly && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={16} />}
          onClick={() => onChange([...value, { name: "", level: 3 }])}
        >
          {t("addSkill")}
        </Button>
      )}
    </Input.Wrapper>
  );
}
