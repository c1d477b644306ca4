/** The levels from the lowest: names by language, a colour, and from how many points each begins. */
import { ActionIcon, Button, ColorSwatch, Group, Menu, NumberInput, Text, TextInput } from "@mantine/core";
import { IconCheck, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "use-intl";

import { LANGUAGES, usePreferences } from "../../../app/preferences";
import { useLanguageName } from "../../../shared/names";
import { useProblem } from "../chapter/useProblem";
import { Handle } from "../Handle";
import { inserted, less, moved, replaced, without } from "../lists";
import { newId, type Level } from "../model";
import classes from "../rules.module.css";
import { useReorder } from "../useReorder";
import { useOfferUndo } from "../useUndo";
import { COLORS, levelColor } from "./colors";
import { levelLabel } from "./lines";
import own from "./priority.module.css";

interface Props {
  levels: Level[];
  readOnly: boolean;
  onChange: (next: (levels: Level[]) => Level[]) => void;
}

export function LevelRows({ levels, readOnly, onChange }: Props) {
  const t = useTranslations("rules.priority");
  const { language } = usePreferences();
  const offerUndo = useOfferUndo();
  // Points belong to the place: a level that is carried up takes over what is asked there.
  const carry = (from: number, to: number) =>
    onChange((all) => {
      const points = all.map((each) => each.points);
      return moved(all, from, to).map((each, place) => ({ ...each, points: points[place] ?? each.points }));
    });
  const carrier = useReorder(carry);
  const problem = useProblem("levels");
  const add = () =>
    onChange((all) => [
      ...all,
      { id: newId(), names: {}, points: (all.at(-1)?.points ?? 0) + 20, color: "red" },
    ]);
  const remove = (level: Level, index: number) => {
    onChange((all) => without(all, index));
    offerUndo(levelLabel(level, language), () => onChange((all) => inserted(all, index, level)));
  };
  return (
    <section className={classes.section}>
      <h3>{t("levels")}</h3>
      <Text size="xs" c="dimmed" mb="sm">
        {t("levelsHint")}
      </Text>
      {problem && (
        <Text size="sm" c="red">
          {problem}
        </Text>
      )}
      <ol className={classes.cards}>
        {levels.map((level, index) => (
          <li key={level.id} className={own.level} {...carrier.row(index)}>
            {!readOnly && <Handle name={levelLabel(level, language)} {...carrier.handle(index)} />}
            <LevelFields
              level={level}
              index={index}
              readOnly={readOnly}
              onChange={(next) => onChange((all) => replaced(all, index, next))}
            />
            {!readOnly && (
              <ActionIcon
                color="gray"
                disabled={levels.length === 1}
                aria-label={t("removeLevel", { name: levelLabel(level, language) })}
                onClick={() => remove(level, index)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && (
        <Button mt="sm" size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={add}>
          {t("addLevel")}
        </Button>
      )}
    </section>
  );
}

interface FieldsProps {
  level: Level;
  index: number;
  readOnly: boolean;
  onChange: (level: Level) => void;
}

function LevelFields({ level, index, readOnly, onChange }: FieldsProps) {
  const t = useTranslations("rules.priority");
  const languageName = useLanguageName();
  const { language } = usePreferences();
  const namesProblem = useProblem(`levels.${index}.names`);
  const idProblem = useProblem(`levels.${index}.id`);
  const pointsProblem = useProblem(`levels.${index}.points`);
  const languages = [...new Set([...LANGUAGES, ...Object.keys(level.names)])];
  const name = levelLabel(level, language);
  return (
    <>
      <Menu position="bottom-start" disabled={readOnly}>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t("colorOf", { name })}>
            <ColorSwatch size={16} color={`var(--mantine-color-${levelColor(level.color)}-6)`} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {COLORS.map((color) => (
            <Menu.Item
              key={color}
              leftSection={<ColorSwatch size={14} color={`var(--mantine-color-${color}-6)`} />}
              rightSection={color === level.color ? <IconCheck size={14} /> : undefined}
              onClick={() => onChange({ ...level, color })}
            >
              {t(`colors.${color as "gray"}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <div className={own.names}>
        {languages.map((each, place) => (
          <TextInput
            key={each}
            size="sm"
            lang={each}
            leftSection={<span className={own.code}>{each}</span>}
            aria-label={t("nameIn", { language: languageName(each) })}
            placeholder={languageName(each)}
            maxLength={40}
            readOnly={readOnly}
            value={level.names[each] ?? ""}
            error={place === 0 ? (namesProblem ?? idProblem) : undefined}
            onChange={(event) => {
              const others = less(level.names, each);
              const next = event.currentTarget.value;
              onChange({ ...level, names: next ? { ...others, [each]: next } : others });
            }}
          />
        ))}
      </div>
      {index === 0 ? (
        <Text size="xs" c="dimmed" className={own.points}>
          {t("everything")}
        </Text>
      ) : (
        <Group gap={6} wrap="nowrap" className={own.points}>
          <Text size="xs" c="dimmed">
            {t("from")}
          </Text>
          <NumberInput
            size="sm"
            w={90}
            allowDecimal={false}
            aria-label={t("pointsOf", { name })}
            readOnly={readOnly}
            value={level.points}
            error={pointsProblem}
            onChange={(value) => onChange({ ...level, points: typeof value === "number" ? value : 0 })}
          />
        </Group>
      )}
    </>
  );
}
