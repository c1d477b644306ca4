/** The fields of a person. */
import { Group, NumberInput, SegmentedControl, Select, TagsInput, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { useLanguageName } from "../../shared/names";
import { Part } from "../fields/Part";
import { byWeek, toForm as toHoursForm } from "../hours/hours";
import { HoursEditor } from "../hours/HoursEditor";
import pageClasses from "../Settings.module.css";
import type { StaffForm } from "./model";
import { LinesField } from "./LinesField";
import { SkillsField } from "./SkillsField";
import { staffQuery } from "./useStaff";

interface Props {
  form: StaffForm;
  change: (part: Partial<StaffForm>) => void;
  errorAt: (path: string) => string | undefined;
  readOnly: boolean;
}

const ROLES = ["operator", "supervisor", "admin"] as const;

export function StaffFields({ form, change, errorAt, readOnly }: Props) {
  const t = useTranslations("staff");
  const roles = useTranslations("rail.roles");
  const languageName = useLanguageName();
  const all = useQuery(staffQuery).data ?? [];
  const known = {
    languages: [...new Set(["en", ...all.flatMap(({ value }) => value.languages)])].sort(),
    regions: [...new Set(all.flatMap(({ value }) => value.regions))].sort(),
    skills: [...new Set(all.flatMap(({ value }) => Object.keys(value.skills ?? {})))].sort(),
  };
  return (
    <>
      <Part id="who" title={t("who")}>
        <div className={pageClasses.pair}>
          <TextInput
            label={t("fields.name")}
            required
            maxLength={100}
            dir="auto"
            readOnly={readOnly}
            value={form.name}
            error={errorAt("name")}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t("fields.login")}
            required
            maxLength={100}
            autoComplete="off"
            readOnly={readOnly}
            value={form.login}
            error={errorAt("login")}
            onChange={(event) => change({ login: event.currentTarget.value })}
          />
          <TextInput
            type="email"
            label={t("fields.email")}
            description={t("emailHint")}
            maxLength={200}
            readOnly={readOnly}
            value={form.email}
            error={errorAt("email")}
            onChange={(event) => change({ email: event.currentTarget.value })}
          />
          <Select
            label={t("fields.role")}
            description={t(`roleHints.${form.role}`)}
            allowDeselect={false}
            disabled={readOnly}
            data={ROLES.map((value) => ({ value, label: roles(value) }))}
            value={form.role}
            error={errorAt("role")}
            onChange={(role) => role && change({ role: role as StaffForm["role"] })}
          />
        </div>
      </Part>
      <Part id="lines" title={t("fields.lines")} hint={t("linesHint")}>
        <LinesField
          value={form.lines}
          readOnly={readOnly}
          error={errorAt("lines") ?? errorAt("supervises")}
          onChange={(lines) => change({ lines })}
        />
      </Part>
      <Part id="can" title={t("can")} hint={t("canHint")}>
        <div className={pageClasses.pair}>
          <TagsInput
            label={t("fields.languages")}
            description={form.languages.map(languageName).join(", ")}
            readOnly={readOnly}
            data={known.languages}
            renderOption={({ option }) => languageName(option.value)}
            value={form.languages}
            error={errorAt("languages")}
            onChange={(languages) => change({ languages })}
          />
          <TagsInput
            label={t("fields.regions")}
            description={t("regionsHint")}
            readOnly={readOnly}
            data={known.regions}
            value={form.regions}
            error={errorAt("regions")}
            onChange={(regions) => change({ regions })}
          />
        </div>
        <SkillsField
          value={form.skills}
          known={known.skills}
          readOnly={readOnly}
          error={errorAt("skills")}
          onChange={(skills) => change({ skills })}
        />
        <NumberInput
          label={t("fields.capacity")}
          description={t("capacityHint")}
          placeholder={t("asTheLineSays")}
          min={1}
          max={100}
          clampBehavior="none"
          allowDecimal={false}
          maw={320}
          readOnly={readOnly}
          value={form.capacity ?? ""}
          error={errorAt("capacity")}
          onChange={(capacity) => change({ capacity: typeof capacity === "number" ? capacity : null })}
        />
      </Part>
      <Part id="shift" title={t("fields.shift")} hint={t("shiftHint")}>
        <Group>
          <SegmentedControl
            aria-label={t("fields.shift")}
            disabled={readOnly}
            data={[
              { value: "lines", label: t("asTheLines") },
              { value: "own", label: t("ownShift") },
            ]}
            value={form.shift ? "own" : "lines"}
            onChange={(value) => change({ shift: value === "own" ? usualShift() : null })}
          />
        </Group>
        {form.shift && (
          <HoursEditor
            hours={form.shift}
            readOnly={readOnly}
            errorAt={(path) => errorAt(`shift.${path}`)}
            onChange={(shift) => change({ shift })}
          />
        )}
        {!form.shift && (
          <Text size="xs" c="dimmed">
            {t("asTheLinesHint")}
          </Text>
        )}
      </Part>
    </>
  );
}

function usualShift() {
  return byWeek(toHoursForm({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone }));
}
