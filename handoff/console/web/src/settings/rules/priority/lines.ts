/** The priority scheme as lines to compare. Pure. */
import type { Line } from "../chapter/changes";
import { sayCondition, type Words } from "../conditions/say";
import type { Level, Scheme } from "../model";
import { saidDuration } from "../sla/duration";

export function levelLabel(level: Level, language: string): string {
  return level.names[language] || level.names.en || Object.values(level.names).find(Boolean) || level.id;
}

/** `+10`, `−5`. */
export function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points).replace("-", "−");
}

export function priorityLines(value: Scheme, words: Words): Line[] {
  const { t, locale } = words;
  return [
    ...value.levels.map((level, index) => ({
      key: `level ${level.id}`,
      text:
        index === 0
          ? t("lowestLevel", { name: levelLabel(level, locale) })
          : t("level", { name: levelLabel(level, locale), points: level.points }),
      value: level,
    })),
    ...value.table.map((row) => ({
      key: `row ${row.id}`,
      text: `${sayCondition(row.when, words)}: ${signed(row.points)}`,
      value: row,
    })),
    ...value.waiting.map((row) => ({
      key: `waiting ${row.after}`,
      text: `${t("waited", { time: saidDuration(row.after, locale) })}: ${signed(row.points)}`,
      value: row,
    })),
  ];
}
